import { functionsOf } from '../scalar-function.js'

const strings = functionsOf('string')

/** The types of JSON values as they are asked for, and as the database names them. */
const types = {
  value: [],
  array: ['ARRAY'],
  object: ['OBJECT'],
  string: ['VARCHAR'],
  number: ['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE'],
  boolean: ['BOOLEAN'],
  null: ['NULL'],
} as const

/** SQL of the text where it is JSON, else NULL: the database refuses a whole query for other texts. */
const json = (text: string): string => `(CASE WHEN json_valid(${text}) THEN ${text} END)`

export const jsonFunctions = [
  strings.truth({
    name: 'IsJson',
    parameters: [{ name: 'text' }, { name: 'type', optional: true }],
    description:
      'Whether a text is JSON, of any type or one of `value`, `array`, `object`, `string`, `number`, `boolean` and `null`.',
    missing: 'False for a missing text.',
    examples: [
      ['IsJson(\'{"a": 1}\')', -1],
      ["IsJson('[1]', 'object')", 0],
      ["IsJson('x')", 0],
    ],
    duckdb: ([{ text }, type]) => {
      if (!type) return `coalesce(json_valid(${text}), FALSE)`
      const cases = Object.entries(types).map(([name, names]) => {
        const held =
          names.length === 0 ? 'TRUE' : `json_type(${json(text)}) IN (${names.map((of) => `'${of}'`).join(', ')})`
        return `WHEN '${name}' THEN ${held}`
      })
      return `coalesce(json_valid(${text}) AND CASE lower(${type.text}) ${cases.join(' ')} END, FALSE)`
    },
  }),
  strings.text({
    name: 'JsonGet',
    parameters: [{ name: 'text' }, { name: 'path' }],
    description: 'The JSON of a part of a JSON text, found by a JSON pointer (RFC 6901).',
    missing: 'Missing, too, where the text is no JSON, or has no such part.',
    examples: [
      ['JsonGet(\'{"a": {"b": [123, "x"]}}\', \'/a/b/1\')', '"x"'],
      ['JsonGet(\'{"a": {"b": [123, "x"]}}\', \'/a/b/0\')', '123'],
      ["JsonGet('{\"a\":1}', '')", '{"a":1}'],
      ["JsonGet('[1]', '/1')", null],
      ["JsonGet('x', '/a')", null],
    ],
    duckdb: ([{ text }, { text: path }]) =>
      `(CASE WHEN ${path} = '' THEN ${json(text)} WHEN starts_with(${path}, '/') THEN CAST(json_extract(${json(text)}, ${path}) AS VARCHAR) END)`,
  }),
]
