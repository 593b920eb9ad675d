import { type Aggregate, typeOfAggregate } from '../expressions/typed-expression.js'
import type { MergedAggregate } from '../plan/cube.js'
import { sidesOf } from './aggregate-columns.js'
import { aggregateNames } from './group-columns.js'
import type { PrintFrame } from './print-frame.js'

/** What an aggregate is made of, each over several groups. */
export const printMergedAggregate = (
  { dialect }: PrintFrame,
  { index, aggregate, parts }: MergedAggregate,
  over: (call: string) => string,
  prefix = '',
): string => {
  const sum = (part: string): string => {
    const units = unitsAdded(aggregate)
    return units === undefined ? over(`sum(${part})`) : `${over(`sum(round(${part} * ${units}))`)} / ${units}`
  }
  if (parts.merge === 'average') {
    return `${sum(`${prefix}a${parts.sum}`)} / nullif(${over(`sum(${prefix}a${parts.count})`)}, 0) AS a${index}`
  }
  const isText = sidesOf[typeOfAggregate(aggregate)].text
  const column = isText ? 'b' : 'a'
  const part = `${prefix}${column}${parts.index}`
  if (parts.merge === 'sum') return `${sum(part)} AS ${column}${index}`
  const call = isText ? dialect.extremeText(parts.merge, part) : `${parts.merge}(${part})`
  return `${over(call)} AS ${column}${index}`
}

/** The same of one group alone. */
export const printOwnAggregate = ({ index, aggregate, parts }: MergedAggregate, prefix: string): readonly string[] => {
  if (parts.merge === 'average') return [`${prefix}a${parts.sum} / nullif(${prefix}a${parts.count}, 0) AS a${index}`]
  const names = aggregateNames(aggregate, index)
  return aggregateNames(aggregate, parts.index).map((name, side) => `${prefix}${name} AS ${names[side]}`)
}

/** How many units of the last decimal are one, where a sum is that of a field of few decimals. */
const unitsAdded = ({ function: { addsUnits }, arguments: [argument] }: Aggregate): string | undefined =>
  addsUnits && argument?.kind === 'field' && argument.field.units ? `1e${argument.field.units.decimals}` : undefined
