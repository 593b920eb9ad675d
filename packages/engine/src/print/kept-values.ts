import { typeOf } from '../expressions/typed-expression.js'
import type { LimitComparison } from '../plan/checked-cube.js'
import type { GroupKey } from '../plan/group-key.js'
import { isLimited, type LimitedKey, type Ranking } from '../plan/limited-key.js'
import type { CubeFrame } from './cube-frame.js'
import { allKeyNames, columnValue, keyNames } from './key-columns.js'
import { printOrder } from './order.js'
import { printCandidates } from './row-conditions.js'

/** A frame in which it is known which values of limited keys are kept, and the tables that tell it. */
export interface KeptValues {
  readonly frame: CubeFrame
  /** Definitions, each of which may read those before it. */
  readonly tables: readonly string[]
}

/** Makes a table of the values that are kept of each limited key, once for all that is printed in the frame. */
export const keptValues = (around: CubeFrame, keys: readonly GroupKey[]): KeptValues =>
  keys.filter(isLimited).reduce(withKept, { frame: around, tables: [] })

const withKept = (known: KeptValues, key: LimitedKey): KeptValues => {
  if (!key.limit || known.frame.kept.has(key)) return known
  const { frame, tables } = key.limit.within.filter(isLimited).reduce(withKept, known)
  const name = `kept${frame.kept.size}`
  const table = frame.dialect.computedOnce(name, printRanking(frame, key.limit.ranking))
  return { frame: frame.keeping(new Map([...frame.kept, [key, name]])), tables: [...tables, table] }
}

/** Prints the keys of the rows of a ranking that are kept. */
const printRanking = (frame: CubeFrame, ranking: Ranking): string => {
  const { cube, order, candidates } = ranking
  const { window } = frame.dialect
  const names = allKeyNames(cube.keys)
  const partition = cube.keys.slice(0, -1).flatMap((key, position) => keyNames(key, position))
  const { joins, terms } = printOrder(frame, cube.keys, order)
  const numbered = [
    `SELECT ${[...names.map((name) => `cube.${name}`), `(${printCandidates(cube, candidates)}) AS ranked`].join(', ')},`,
    `${numberOf(frame, ranking)} AS number,`,
    `${window('row_number()', { partition: [], order: terms })} AS place`,
    `FROM (${frame.printCube(cube)}) AS cube ${joins.join(' ')}`,
  ].join(' ')
  const among = { partition: [...partition, 'ranked'], order: [] }
  const inOrder = { ...among, order: ['place'] }
  const measured = [
    `SELECT *, ${window('row_number()', inOrder)} AS rank, ${window('count(*)', among)} AS many,`,
    `${window('sum(number)', inOrder)} AS running FROM (${numbered})`,
  ].join(' ')
  // The sum of all is the last running one: it has an order, by which it is rounded.
  const total = window('first_value(running)', { ...among, order: ['place DESC'] })
  const running = window('lag(running)', { ...inOrder, order: ['rank'] })
  const before = `SELECT *, ${total} AS total, ${running} AS before FROM (${measured})`
  const decided = `SELECT *, ranked AND ${decision(frame, ranking)} AS is_kept FROM (${before})`
  // Values that are not ranked are among the others, where there are any.
  const moved = window('max(CASE WHEN ranked AND NOT is_kept THEN 1 ELSE 0 END)', { partition, order: [] })
  const all = `SELECT *, ${moved} AS moved FROM (${decided})`
  return `SELECT ${names.join(', ')}, TRUE AS is_kept FROM (${all}) WHERE is_kept OR moved = 0`
}

const numberOf = (frame: CubeFrame, { cube: { measures }, isMeasured }: Ranking): string => {
  const [measure] = measures
  if (!isMeasured || !measure) return frame.dialect.missing('number')
  const type = typeOf(measure)
  return columnValue(frame, type, type === 'dual' ? ['cube.m0', 'cube.t0'] : ['cube.m0']).number
}

/** Whether a ranked value is kept. */
const decision = (frame: CubeFrame, { rule, keepsMissing }: Ranking): string => {
  if (rule.kind === 'count') {
    const rows = frame.bind(rule.rows, 'number')
    const kept = frame.bind(rule.rows - rule.others, 'number')
    return `CASE WHEN many <= ${rows} THEN TRUE ELSE rank <= ${kept} END`
  }
  const limit = frame.bind(rule.limit, 'number')
  const measured = (number: string) => (rule.relative ? `${number} / total` : number)
  const holds =
    rule.kind === 'value'
      ? `${measured('number')} ${rule.comparison} ${limit}`
      : runningHolds[rule.comparison]({ running: measured('running'), before: measured('before'), limit })
  // A part of what is not positive tells nothing.
  const compared = rule.relative ? `(coalesce(total, 0) <= 0 OR ${holds})` : `(${holds})`
  return `CASE WHEN number IS NULL THEN ${keepsMissing ? 'TRUE' : 'FALSE'} ELSE ${compared} END`
}

interface Running {
  readonly running: string
  readonly before: string
  readonly limit: string
}

/** The value with which the sum reaches the limit is kept where the sum is to be at least that, and not where it is to be less. */
const runningHolds: Readonly<Record<LimitComparison, (sums: Running) => string>> = {
  '>=': ({ before, limit }) => `before IS NULL OR ${before} < ${limit}`,
  '>': ({ before, limit }) => `before IS NULL OR ${before} <= ${limit}`,
  '<=': ({ running, limit }) => `${running} <= ${limit}`,
  '<': ({ running, limit }) => `${running} < ${limit}`,
}
