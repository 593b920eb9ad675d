import { typeOfAggregate } from '../expressions/typed-expression.js'
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
  if (parts.merge === 'average') {
    return `${over(`sum(${prefix}a${parts.sum})`)} / nullif(${over(`sum(${prefix}a${parts.count})`)}, 0) AS a${index}`
  }
  const isText = sidesOf[typeOfAggregate(aggregate)].text
  const column = isText ? 'b' : 'a'
  const part = `${prefix}${column}${parts.index}`
  const call = isText && parts.merge !== 'sum' ? dialect.extremeText(parts.merge, part) : `${parts.merge}(${part})`
  return `${over(call)} AS ${column}${index}`
}

/** The same of one group alone. */
export const printOwnAggregate = ({ index, aggregate, parts }: MergedAggregate, prefix: string): readonly string[] => {
  if (parts.merge === 'average') return [`${prefix}a${parts.sum} / nullif(${prefix}a${parts.count}, 0) AS a${index}`]
  const names = aggregateNames(aggregate, index)
  return aggregateNames(aggregate, parts.index).map((name, side) => `${prefix}${name} AS ${names[side]}`)
}
