import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import type { RowValue, SqlValue } from '../sql-value.js'
import { extremeOfList } from '../text-order.js'
import { gathered, textsOf } from './gathered.js'

const ranges = functionsOf('range')
const parameters = [{ name: 'value' }] as const
const more = { name: 'value' } as const

/** SQL of the values that have a text, each with the side that is asked for. */
const present = (values: readonly SqlValue[], side: (value: SqlValue) => string): string =>
  `list_filter(${gathered(values, (value: RowValue) => `{'t': ${value.text}, 'v': ${side(value as SqlValue)}}`)}, lambda e: e.t IS NOT NULL)`

export const rangeValues = [
  ranges.choice({
    name: 'RangeOnly',
    parameters,
    more,
    description: 'The value of its arguments where they have just one.',
    missing: 'Missing values do not count.',
    examples: [
      ['RangeOnly(10, 10, Null())', 10],
      ["RangeOnly('a', 'a')", 'a'],
      ['RangeOnly(10, 11)', null],
      ['RangeOnly(Null())', null],
    ],
    rows: 'few',
    given: (values) => values,
    duckdb: ([first], rest, side) =>
      computedOnce(
        'o',
        { e: present([first, ...rest], side) },
        ({ e }) =>
          `CASE WHEN len(list_distinct(list_transform(${e}, lambda x: x.t))) = 1 THEN list_extract(${e}, 1).v END`,
      ),
  }),
  ranges.choice({
    name: 'RangeMode',
    parameters,
    more,
    description: 'The value that its arguments have most often; missing where several occur as often.',
    missing: 'Missing values do not count.',
    examples: [
      ['RangeMode(1, 2, 9, 2, 4)', 2],
      ["RangeMode('a', 4, 'a', 4)", null],
      ["RangeMode('a', 'a', 4)", 'a'],
      ['RangeMode(Null())', null],
    ],
    rows: 'few',
    given: (values) => values,
    duckdb: ([first], rest, side) =>
      computedOnce('o', { e: present([first, ...rest], side) }, ({ e }) =>
        computedOnce(
          'c',
          {
            c: `list_transform(list_distinct(list_transform(${e}, lambda x: x.t)), lambda t: {'t': t, 'n': len(list_filter(${e}, lambda x: x.t = t))})`,
          },
          ({ c }) =>
            computedOnce(
              'w',
              { w: `list_filter(${c}, lambda x: x.n = list_max(list_transform(${c}, lambda y: y.n)))` },
              ({ w }) =>
                `CASE WHEN len(${w}) = 1 THEN list_extract(list_filter(${e}, lambda x: x.t = list_extract(${w}, 1).t), 1).v END`,
            ),
        ),
      ),
  }),
  ranges.text({
    name: 'RangeMinString',
    parameters,
    more,
    description: 'The first text of its arguments, as MinString orders texts.',
    missing: 'Missing values are left out.',
    examples: [
      ["RangeMinString(1, 2, 'abc')", '1'],
      ["RangeMinString('b', 'a')", 'a'],
      ['RangeMinString(Null())', null],
    ],
    rows: 'few',
    duckdb: ([first], rest, _, formats) => extremeOfList('min', textsOf([first, ...rest]), formats),
  }),
  ranges.text({
    name: 'RangeMaxString',
    parameters,
    more,
    description: 'The last text of its arguments, as MaxString orders texts.',
    missing: 'Missing values are left out.',
    examples: [
      ["RangeMaxString(1, 2, 'abc')", 'abc'],
      ['RangeMaxString(Null())', null],
    ],
    rows: 'few',
    duckdb: ([first], rest, _, formats) => extremeOfList('max', textsOf([first, ...rest]), formats),
  }),
]
