import { perRow, textAggregate, valueAggregate } from '../aggregate-function.js'

export const textAggregates = [
  textAggregate({
    name: 'Concat',
    parameters: [
      perRow('text', 'text'),
      { name: 'delimiter', optional: true, per: 'aggregate', side: 'text' },
      { name: 'weight', optional: true, per: 'row', side: 'number' },
    ],
    description: 'The texts of a group, joined, in the order of a weight, else of the texts.',
    missing: 'Missing values are left out. DISTINCT leaves out equal pairs of text and weight.',
    examples: [
      ["Concat(customer, '-')", 'A-A-B-C'],
      ["Concat(DISTINCT customer, '-')", 'A-B-C'],
      ["Concat(customer, ',', -amount)", 'A,A,B,C'],
    ],
    duckdb: ([text, delimiter, weight], distinct) => {
      const order = text.order === undefined ? '' : `'k': ${text.order}, `
      const pairs = `list_sort(list(${distinct}{'w': ${weight?.number ?? 'NULL::DOUBLE'}, ${order}'t': ${text.text}}) FILTER (WHERE ${text.text} IS NOT NULL), 'ASC', 'NULLS LAST')`
      return `array_to_string(list_transform(${pairs}, lambda p: p.t), ${delimiter ? `coalesce(${delimiter.text}, '')` : "''"})`
    },
  }),
  valueAggregate({
    name: 'FirstSortedValue',
    keepsFormat: true,
    parameters: [
      perRow('value', 'both'),
      perRow('weight', 'number'),
      { name: 'rank', optional: true, per: 'aggregate', side: 'number', literal: 'number' },
    ],
    description:
      'The value of the row with the lowest weight, or with the n-th lowest; missing where several rows share it.',
    missing: 'Rows without a weight are left out. DISTINCT lets equal pairs of value and weight count once.',
    examples: [
      ['FirstSortedValue(customer, amount)', 'B'],
      ['FirstSortedValue(customer, -amount, 2)', 'A'],
      ['FirstSortedValue(customer, size)', null],
    ],
    duckdb: ([value, weight, rank], side, distinct) => {
      const rows = `list(${distinct ? 'DISTINCT ' : ''}{'w': ${weight.number}, 'v': ${side(value)}}) FILTER (WHERE ${weight.number} IS NOT NULL)`
      const weights = `list_sort(list(DISTINCT ${weight.number}) FILTER (WHERE ${weight.number} IS NOT NULL))`
      const wanted = `list_extract(${weights}, ${rank ? `nullif(greatest(TRY_CAST(${rank.number} AS BIGINT), 0), 0)` : '1'})`
      const found = `list_filter(${rows}, lambda r: r.w = ${wanted})`
      return `(CASE WHEN len(${found}) = 1 THEN list_extract(${found}, 1).v END)`
    },
  }),
]
