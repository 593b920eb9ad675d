import { describeListed } from '../expressions/listed-values.js'
import type { DataModel } from '../model/data-model.js'
import type { Axis, Branch, BranchAggregate, Cube, Groups, MergedAggregate, OrderTerm, Windows } from './cube.js'
import type { CubePlan, RowCondition } from './cube-plan.js'
import { describeAggregate, describeExpression } from './describe-expression.js'
import { describeScope } from './describe-scope.js'
import { byKey, type GroupKey } from './group-key.js'
import { isLimited } from './limited-key.js'
import { bySource, type JoinedAggr, type RowSource } from './row-source.js'

/** Lines of text, further ones indented below. */
type Lines = readonly (string | Lines)[]

/** A plan as text, one step a line. */
export const describePlan = (model: DataModel, { cube, conditions, order }: CubePlan): string =>
  indented([
    ...describeCube(model, cube),
    ...conditions.map(describeCondition),
    ...order.flatMap((term) => describeTerm(model, term)),
  ]).join('\n')

const indented = (lines: Lines): readonly string[] =>
  lines.flatMap((line) => (typeof line === 'string' ? [line] : indented(line).map((inner) => `  ${inner}`)))

const describeCube = (
  model: DataModel,
  { keys, parts, totals, merged, overall, aggregates, measures, windows }: Cube,
): Lines => [
  `cube${grouped(keys)}`,
  [
    ...keys.flatMap((key) => describeLimit(model, key)),
    ...(parts.length === 1
      ? parts.flatMap(({ groups }) => describeGroups(model, groups))
      : parts.flatMap(
          ({ groups }): Lines => [`product with groups${grouped(groups.keys)}`, describeGroups(model, groups)],
        )),
    ...totals.flatMap((total): Lines => [`total${grouped(total.groups.keys)}`, describeGroups(model, total.groups)]),
    ...merged.flatMap(
      ({ kept, aggregate }): Lines => [
        `total${grouped(kept.flatMap((position) => keys[position] ?? []))} of the groups`,
        [describeMerged(aggregate)],
      ],
    ),
    ...(windows ? describeWindows(model, keys, windows) : []),
    ...measures.map(
      (measure, index) =>
        `m${index} = ${describeExpression(measure, (aggregate) => `a${aggregates.indexOf(aggregate)}`)}`,
    ),
    ...(overall ? measures : []).map(
      (measure, index) =>
        `total of m${index} beside each row = ${describeExpression(measure, (aggregate) => `a${overall?.[aggregates.indexOf(aggregate)]}`)}`,
    ),
  ],
]

const describeWindows = (model: DataModel, keys: readonly GroupKey[], { rows, columns, present }: Windows): Lines => {
  const axis = (name: string, { keys: along, order, seen }: Axis): Lines => [
    `${name} ${seen ? 'seen together' : 'of totals'}${grouped(along.slice(0, -1).flatMap((position) => keys[position] ?? []))}`,
    order.flatMap((term) => describeTerm(model, term)),
  ]
  return [
    ...present.map((key) => `where key ${key} is present`),
    ...axis('rows', rows),
    ...(columns.keys.length > 0 ? axis('columns', columns) : []),
  ]
}

/** What decides which values of a key are kept. */
const describeLimit = (model: DataModel, key: GroupKey): Lines => {
  if (!isLimited(key) || !key.limit) return []
  const { showsOthers, ranking } = key.limit
  const { rule, cube, candidates, order, isMeasured } = ranking
  const kept =
    rule.kind === 'count'
      ? `${rule.rows} rows`
      : `${isMeasured ? 'values of m0' : 'no values'} with ${rule.kind} ${rule.relative ? 'share' : 'number'} ${rule.comparison} ${rule.limit}`
  return [
    `keep ${kept} of ${keyText(key.key)}${showsOthers ? '' : ', without others'}`,
    [
      ...describeCube(model, cube),
      ...candidates.map(describeCondition),
      ...order.flatMap((term) => describeTerm(model, term)),
    ],
  ]
}

const grouped = (keys: readonly GroupKey[]): string => (keys.length === 0 ? '' : ` by ${keys.map(keyText).join(', ')}`)

const keyText = (key: GroupKey): string =>
  byKey(key, {
    field: ({ field }) => `[${field.name}]`,
    calculated: ({ expression }) => describeExpression(expression),
    limited: ({ key: own, limit }) => `${keyText(own)}${limit ? ' and others' : ' outside of others'}`,
  })

const describeGroups = (model: DataModel, { branches, of }: Groups): Lines =>
  of
    ? [
        `of all groups${grouped(of.groups.keys)}`,
        [
          ...describeGroups(model, of.groups),
          ...of.own.flatMap(({ cube: { measures, aggregates }, first }) =>
            measures.map(
              (measure) =>
                `Aggr = ${describeExpression(measure, (aggregate) => `a${first + aggregates.indexOf(aggregate)}`)}`,
            ),
          ),
          ...of.aggrs.flatMap((joined) => describeAggr(model, joined)),
        ],
        ...of.merged.map((entry) => `${describeMerged(entry)}${describeWithin(model, entry)}`),
        ...of.ofValues.map((entry) => describeOwn(model, entry)),
      ]
    : branches.flatMap((branch) => describeBranch(model, branch))

const describeAggr = (model: DataModel, { cube }: JoinedAggr): Lines => [
  'with the value of Aggr',
  describeCube(model, cube),
]

const describeMerged = ({ index, parts }: MergedAggregate): string =>
  parts.merge === 'average'
    ? `a${index} = sum of a${parts.sum} / sum of a${parts.count}`
    : `a${index} = ${parts.merge} of a${parts.index}`

const describeBranch = (model: DataModel, { rows, scope, aggregates, once }: Branch): Lines => [
  `${once ? 'each row once' : 'rows'} within ${describeScope(model, scope)}`,
  [...rows.flatMap((source) => describeSource(model, source)), ...aggregates.map((entry) => describeOwn(model, entry))],
]

const describeOwn = (model: DataModel, entry: BranchAggregate): string =>
  `a${entry.index} = ${describeAggregate(entry.aggregate)}${describeWithin(model, entry)}`

const describeWithin = (model: DataModel, { within }: BranchAggregate): string =>
  within ? ` within ${describeScope(model, within)}` : ''

const describeSource = (model: DataModel, source: RowSource): Lines => {
  const name = (table: number) => model.tables[table]?.name ?? String(table)
  return bySource<Lines>(source, {
    table: ({ parts, aggrs }) => [
      parts.length === 0
        ? 'of no table'
        : `of ${parts
            .map(({ combined, joins, bridges }) =>
              [
                combined.map((hop) => name(hop.table)).join(' combined with '),
                ...joins.map((hop) => `joined to ${name(hop.table)}`),
                ...bridges.map(({ hops }) => `joined to values of ${hops.map((hop) => name(hop.table)).join(' and ')}`),
              ].join(' '),
            )
            .join(', times ')}`,
      ...aggrs.flatMap((joined) => describeAggr(model, joined)),
    ],
    listed: ({ lists }) => [`of ${lists.map(describeListed).join(' times ') || 'one row'}`],
    aggr: ({ cube, carried, tells, others }) => [
      `of Aggr${others.length === 0 ? '' : `, ${carried ? (tells.length > 0 ? 'with all' : 'with the first') : 'associated with'} ${others.map(keyText).join(', ')}`}`,
      describeCube(model, cube),
    ],
  })
}

const describeCondition = (condition: RowCondition): string =>
  condition.kind === 'key is present' ? `where key ${condition.key} is present` : `where ${condition.kind}`

const describeTerm = (model: DataModel, term: OrderTerm): Lines => {
  const direction = term.direction === 1 ? 'ascending' : 'descending'
  if (term.by === 'measure') return [`order by m${term.measure} ${direction}`]
  if (term.by === 'cube')
    return [`order key ${term.key} by the value of a cube ${direction}`, describeCube(model, term.cube)]
  if (term.by === 'first value')
    return [
      `order key ${term.key} by the first of ${term.loaded.length} listed elements ${direction}`,
      describeCube(model, term.cube),
    ]
  const listed = term.by === 'load order' && term.loaded ? ` of ${term.loaded.length} listed elements` : ''
  const what = term.by === 'elements' ? `${term.first.size} elements first` : `${term.by}${listed}`
  return [`order key ${term.key} by ${what} ${direction}`]
}
