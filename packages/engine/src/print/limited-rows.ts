import type { GroupKey } from '../plan/group-key.js'
import { isLimited, type LimitedKey, limitedRow } from '../plan/limited-key.js'
import { keyNames, limitedName, valueNames } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'

/**
 * Rows with the values of limited keys: those that are not kept are missing, and a column beside them says so.
 *
 * @param rows a SELECT with the columns of the keys as if all values were kept
 * @param others names of its other columns
 * @param distinct whether equal rows are one
 */
export const printLimitedRows = (
  frame: PrintFrame,
  keys: readonly GroupKey[],
  rows: string,
  others: readonly string[],
  distinct: boolean,
): string => {
  const told = new Set<GroupKey>()
  let printed = rows
  const tell = (key: LimitedKey) => {
    if (told.has(key)) return
    told.add(key)
    for (const outer of [...key.collapsedBy, ...(key.limit?.within ?? [])]) if (isLimited(outer)) tell(outer)
    printed = withLimited(frame, keys, key, printed)
  }
  for (const key of keys) if (isLimited(key)) tell(key)
  const values = keys.flatMap((key, position) =>
    keyNames(key, position).map((name) => `${keptValue(key, position, name)} AS ${name}`),
  )
  const hidden = keys.flatMap((key, position) =>
    isLimited(key) && key.limit && !key.limit.showsOthers
      ? [`rows.${limitedName(position)} <> ${limitedRow.others}`]
      : [],
  )
  const selected = [...values, ...others.map((name) => `rows.${name}`)]
  const where = hidden.length === 0 ? '' : ` WHERE ${hidden.join(' AND ')}`
  return `SELECT ${distinct ? 'DISTINCT ' : ''}${selected.join(', ')} FROM (${printed}) AS rows${where}`
}

/** A column of a key in rows whose values are not taken together yet. */
const keptValue = (key: GroupKey, position: number, name: string): string =>
  isLimited(key) && name !== limitedName(position)
    ? `CASE WHEN rows.${limitedName(position)} = ${limitedRow.kept} THEN rows.${name} END`
    : `rows.${name}`

const withLimited = (frame: PrintFrame, keys: readonly GroupKey[], key: LimitedKey, rows: string): string => {
  const positionOf = (of: GroupKey): number => {
    const position = keys.indexOf(of)
    if (position < 0) throw new Error('rows lack a key within whose values another is limited')
    return position
  }
  const position = positionOf(key)
  const collapsed = key.collapsedBy.map((outer) => `rows.${limitedName(positionOf(outer))} = ${limitedRow.others}`)
  const missing = valueNames(key, position).map((name) => `rows.${name} IS NULL`)
  const { limit } = key
  const kept = limit && frame.kept.get(key)
  if (limit && !kept) throw new Error('it is not known which values are kept')
  const cases = [
    ...(collapsed.length > 0 ? [`WHEN ${collapsed.join(' OR ')} THEN ${limitedRow.collapsed}`] : []),
    ...(kept && key.withoutMissing ? [`WHEN ${missing.join(' AND ')} THEN ${limitedRow.kept}`] : []),
    ...(kept ? [`WHEN kept.is_kept IS NULL THEN ${limitedRow.others}`] : []),
  ]
  const row = cases.length === 0 ? String(limitedRow.kept) : `CASE ${cases.join(' ')} ELSE ${limitedRow.kept} END`
  const selected = `SELECT rows.*, ${row} AS ${limitedName(position)} FROM (${rows}) AS rows`
  if (!limit) return selected
  const within = limit.within.flatMap((outer, place) => {
    const at = positionOf(outer)
    const names = keyNames(outer, at)
    return keyNames(outer, place).map((name, side) =>
      frame.dialect.same(keptValue(outer, at, names[side] ?? ''), `kept.${name}`),
    )
  })
  const own = valueNames(key, limit.within.length)
  const same = valueNames(key, position).map((name, side) => frame.dialect.same(`rows.${name}`, `kept.${own[side]}`))
  return `${selected} LEFT JOIN ${kept} AS kept ON ${[...within, ...same].join(' AND ')}`
}
