import { typeOfAggregate } from '../expressions/typed-expression.js'
import type { ApartGroups, Groups } from '../plan/cube.js'
import { type PrintedAggregate, sidesOf } from './aggregate-columns.js'
import { carriedNames, columnNames, groupBy, place } from './group-columns.js'
import { allKeyNames, isFirst } from './key-columns.js'
import { printMergedAggregate } from './merged-aggregate.js'
import type { PrintFrame } from './print-frame.js'

/** Groups that carried keys tell apart: each with the aggregates of all that agree in the keys. */
export const printApart = (
  frame: PrintFrame,
  groups: Groups,
  { aggregates, merged }: ApartGroups,
  rows: { readonly sql: string; readonly aggregates: ReadonlyMap<number, PrintedAggregate> },
): string => {
  const { dialect } = frame
  const names = [...allKeyNames(groups.keys), ...carriedNames(groups)]
  const parts = aggregates.flatMap(({ aggregate, index }) => {
    const { number, text } = rows.aggregates.get(index) ?? {}
    const sides = sidesOf[typeOfAggregate(aggregate)]
    return [...(sides.number ? [`${number} AS a${index}`] : []), ...(sides.text ? [`${text} AS b${index}`] : [])]
  })
  const own = allKeyNames(groups.keys)
  const finer = [...names, ...parts, `min(${place}) AS ${place}`]
  const all = [
    ...own,
    ...merged.map((entry) => printMergedAggregate(frame, entry, (call) => call)),
    `min(${place}) AS ${place}`,
  ]
  const columns = [
    ...names.map((name) => `apart.${name}`),
    ...merged.flatMap(columnNames).map((name) => `together.${name}`),
    `apart.${place} = together.${place} AS ${isFirst}`,
  ]
  // Few groups are joined faster than windows over them are set up.
  return [
    `WITH ${dialect.computedOnce('apart', `SELECT ${finer.join(', ')} FROM (${rows.sql}) GROUP BY ${names.join(', ')}`)}`,
    `SELECT ${columns.join(', ')} FROM apart JOIN (SELECT ${all.join(', ')} FROM apart${groupBy(groups)}) AS together`,
    `ON ${own.map((name) => dialect.same(`apart.${name}`, `together.${name}`)).join(' AND ') || 'TRUE'}`,
  ].join(' ')
}
