import type { Json, JsonObject } from '../json.js'

/** Members of answers that are lists of pages, by QIX. */
const pageMembers: ReadonlySet<string> = new Set([
  'qDataPages',
  'qPivotDataPages',
  'qStackedDataPages',
  'qTreeDataPages',
])

/** Members of a page that are its rows: of tables and lists, of pivot and stacked pages, of trees. */
const rowMembers: ReadonlySet<string> = new Set(['qMatrix', 'qData', 'qNodes'])

/** Members that are looked at: an answer repeats what a client made of an object, however much that is. */
const mostLookedAt = 10_000

/** Rows of data on the pages of an answer; `null` where it has none, or they are not found soon. */
export const answeredRows = (result: JsonObject): number | null => {
  let rows: number | null = null
  let left = mostLookedAt
  const waiting: { readonly value: Json | undefined; readonly isPage: boolean }[] = [{ value: result, isPage: true }]
  for (let next = waiting.pop(); next && left > 0; next = waiting.pop()) {
    const { value, isPage } = next
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue
    for (const [name, member] of Object.entries(value)) {
      left -= 1
      if (left === 0) break
      if (!Array.isArray(member)) waiting.push({ value: member, isPage: false })
      else if (isPage && rowMembers.has(name)) rows = (rows ?? 0) + member.length
      else if (pageMembers.has(name)) {
        left -= member.length
        if (left > 0) for (const page of member) waiting.push({ value: page, isPage: true })
      }
    }
  }
  return rows
}
