import { functionsOf } from '../scalar-function.js'

const tests = functionsOf('null and type')
const parameters = [{ name: 'value' }] as const

export const typeTests = [
  tests.truth({
    name: 'IsNull',
    parameters,
    description: 'Whether a value is missing. An empty text is not.',
    missing: 'True for a missing value.',
    examples: [
      ['IsNull(Null())', -1],
      ["IsNull('')", 0],
    ],
    duckdb: ([value]) => `(${value.text} IS NULL)`,
  }),
  tests.truth({
    name: 'IsNum',
    parameters,
    description: 'Whether a value has a number, or is a text that reads as one.',
    missing: 'False for a missing value.',
    examples: [
      ["IsNum('12')", -1],
      ["IsNum('a')", 0],
      ['IsNum(Null())', 0],
    ],
    duckdb: ([value]) => `coalesce(isfinite(${value.number}), FALSE)`,
  }),
  tests.truth({
    name: 'IsText',
    parameters,
    description: 'Whether a value is a text without a number.',
    missing: 'False for a missing value.',
    examples: [
      ["IsText('a')", -1],
      ['IsText(12)', 0],
      ['IsText(Null())', 0],
    ],
    duckdb: ([value]) => `(${value.number} IS NULL AND ${value.text} IS NOT NULL)`,
  }),
  tests.text({
    name: 'Null',
    parameters: [],
    description: 'A missing value.',
    examples: [['Null()', null]],
    duckdb: () => 'NULL::VARCHAR',
  }),
  tests.choice({
    name: 'EmptyIsNull',
    parameters,
    description: 'A value, but missing where it is an empty text.',
    examples: [
      ["EmptyIsNull('')", null],
      ["EmptyIsNull('a')", 'a'],
      ['EmptyIsNull(5)', 5],
    ],
    given: (values) => values,
    duckdb: ([value], _, side) => `(CASE WHEN ${value.text} <> '' THEN ${side(value)} END)`,
  }),
  tests.text({
    name: 'Text',
    parameters,
    description: 'The text of a value, without its number.',
    examples: [
      ['Text(12)', '12'],
      ["Text('a')", 'a'],
    ],
    duckdb: ([value]) => value.text,
  }),
  tests.dual({
    name: 'Dual',
    parameters: [{ name: 'text' }, { name: 'number' }],
    description: 'A value with a text and a number of its own.',
    examples: [
      ["Dual('Q1', 1)", { number: 1, text: 'Q1' }],
      ["Dual('Q1', 1) + 1", 2],
      ["Dual('Q1', 1) & '!'", 'Q1!'],
    ],
    duckdb: ([text, number]) => ({ number: () => number.number, text: () => text.text }),
  }),
  tests.truth({
    name: 'True',
    parameters: [],
    description: 'True: -1.',
    examples: [['True()', -1]],
    duckdb: () => 'TRUE',
  }),
  tests.truth({
    name: 'False',
    parameters: [],
    description: 'False: 0.',
    examples: [['False()', 0]],
    duckdb: () => 'FALSE',
  }),
]
