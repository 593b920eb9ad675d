import { functionsOf } from '../scalar-function.js'
import { fitsPattern } from '../wildcard.js'

const operators = functionsOf('operator')
const operands = [{ name: 'a' }, { name: 'b' }] as const

export const textOperators = [
  operators.text({
    name: '&',
    parameters: operands,
    description: 'Joins two texts.',
    missing: 'A missing value counts as an empty text.',
    examples: [
      ["'a' & 1", 'a1'],
      ['1 + 2 & 3 + 4', '37'],
      ["Null() & 'x'", 'x'],
    ],
    duckdb: ([a, b]) => `(coalesce(${a.text}, '') || coalesce(${b.text}, ''))`,
  }),
  operators.truth({
    name: 'like',
    parameters: operands,
    description:
      'Whether the whole text fits a pattern: `*` stands for any characters, `?` for one. Case does not matter.',
    missing: 'False where one of the two is missing, and for a pattern of more than 1,000 characters.',
    examples: [
      ["'Abc' like 'a*'", -1],
      ["'abc' like 'b'", 0],
      ["'a_c' like 'a?c'", -1],
      ["'50%' like '50_'", 0],
      ["'a.c' like 'a[.]c'", 0],
      ["'Élan (1) \\\\ 2' like 'éL?n (*) \\\\ ?'", -1],
    ],
    duckdb: ([a, b]) => fitsPattern(a.text, b.text),
  }),
]
