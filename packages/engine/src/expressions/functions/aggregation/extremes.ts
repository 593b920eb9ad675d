import {
  type AggregateArgument,
  type AggregateFunction,
  numericAggregate,
  perRow,
  textAggregate,
  valueAggregate,
} from '../aggregate-function.js'
import { extremeText } from '../text-order.js'

const rank = { name: 'rank', optional: true, per: 'aggregate', side: 'number', literal: 'number' } as const

/** The n-th of the different numbers, in one direction; distribution plots ask for the first by 0. */
const ranked = (value: AggregateArgument, n: AggregateArgument, direction: 'ASC' | 'DESC'): string =>
  `list_extract(list_sort(list(DISTINCT ${value.stored}), '${direction}', 'NULLS LAST'), greatest(TRY_CAST(${n.number} AS BIGINT), 1))`

export const extremes = [
  numericAggregate({
    name: 'Min',
    keepsFormat: true,
    whole: 'of whole numbers',
    merge: 'min',
    ignoresRepetition: true,
    parameters: [perRow('value', 'number'), rank],
    description: 'The lowest number of a group, or the n-th lowest of its different numbers.',
    missing: 'Missing values and texts are left out.',
    examples: [
      ['Min(amount)', 5],
      ['Min(amount, 2)', 10],
      ['Min(amount, 9)', null],
    ],
    duckdb: ([value, n]) => (n ? ranked(value, n, 'ASC') : `min(${value.stored})`),
  }),
  numericAggregate({
    name: 'Max',
    keepsFormat: true,
    whole: 'of whole numbers',
    merge: 'max',
    ignoresRepetition: true,
    parameters: [perRow('value', 'number'), rank],
    description: 'The highest number of a group, or the n-th highest of its different numbers.',
    missing: 'Missing values and texts are left out.',
    examples: [
      ['Max(amount)', 20],
      ['Max(size, 2)', 1],
    ],
    duckdb: ([value, n]) => (n ? ranked(value, n, 'DESC') : `max(${value.stored})`),
  }),
  textAggregate({
    name: 'MinString',
    merge: 'min',
    ignoresRepetition: true,
    parameters: [perRow('value', 'text')],
    description: 'The first text of a group, as the CollationLocale of the app orders texts, else by their characters.',
    examples: [['MinString(customer)', 'A']],
    duckdb: ([value]) => extremeText('min', value.text, value.order),
  }),
  textAggregate({
    name: 'MaxString',
    merge: 'max',
    ignoresRepetition: true,
    parameters: [perRow('value', 'text')],
    description: 'The last text of a group, as the CollationLocale of the app orders texts, else by their characters.',
    examples: [['MaxString(customer)', 'C']],
    duckdb: ([value]) => extremeText('max', value.text, value.order),
  }),
  valueAggregate({
    name: 'Only',
    keepsFormat: true,
    ignoresRepetition: true,
    parameters: [perRow('value', 'both')],
    description: 'The value of a group where there is just one; a field without a function around it means the same.',
    missing: 'Missing values do not count.',
    examples: [
      ['Only(customer)', null],
      ['Only(If(amount = 5, customer))', 'B'],
      ['Only(1 + 0 * size)', 1],
    ],
    duckdb: ([value], side) => {
      const same = value.identity ?? side(value)
      return `(CASE WHEN min(${same}) = max(${same}) THEN min(${side(value)}) END)`
    },
  }),
  valueAggregate({
    name: 'Mode',
    keepsFormat: true,
    parameters: [perRow('value', 'both')],
    description: 'The value that occurs most often; missing where several do.',
    missing: 'Missing values are left out.',
    examples: [
      ['Mode(customer)', 'A'],
      ['Mode(amount)', null],
    ],
    duckdb: ([value], side) => {
      const counts = `map_entries(histogram(${side(value)}))`
      const most = `list_filter(${counts}, lambda e: e.value = list_max(list_transform(${counts}, lambda x: x.value)))`
      return `(CASE WHEN len(${most}) = 1 THEN list_extract(${most}, 1).key END)`
    },
  }),
]

/** Numbers from which on texts tell more digits. */
const inexact = 9_007_199_254_740_992

/** `Min` or `Max` of a field whose whole numbers have more digits than a double holds: beside the number it has these. */
const withAllDigits = (called: AggregateFunction, which: 'min' | 'max'): AggregateFunction => ({
  name: called.name,
  family: called.family,
  description: called.description,
  examples: called.examples,
  keepsFormat: true,
  ignoresRepetition: true,
  whenEmpty: null,
  parameters: [perRow('value', 'both'), rank],
  typeOf: () => 'dual',
  print: {
    duckdb: ([value], _, side) => {
      const { number = '', text = '' } = value ?? {}
      const found = `${which}(${number})`
      if (side === 'number') return `CAST(${found} AS DOUBLE)`
      const byDigits = `arg_${which}(${text}, TRY_CAST(${text} AS HUGEINT))`
      return `(CASE WHEN abs(${found}) >= ${inexact} THEN ${byDigits} ELSE arg_${which}(${text}, ${number}) END)`
    },
  },
})

/** The lowest and the highest of such a field, by the names of the usual functions. */
export const extremesWithAllDigits: ReadonlyMap<string, AggregateFunction> = new Map(
  (['min', 'max'] as const).flatMap((which) =>
    extremes
      .filter(({ name }) => name.toLowerCase() === which)
      .map((called) => [called.name, withAllDigits(called, which)] as const),
  ),
)
