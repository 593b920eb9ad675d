import type { Json, JsonObject } from '../json.js'

/** Members of answers that are the rows of a page, by QIX: of tables and lists, of pivot and stacked pages, of trees. */
const rowMembers: ReadonlySet<string> = new Set(['qMatrix', 'qData', 'qNodes'])

/** Levels down to which pages are looked for: no answer has them deeper. */
const levels = 8

/** Rows of data that an answer holds; `null` where it has no pages of any. */
export const answeredRows = (result: JsonObject): number | null => {
  let rows: number | null = null
  const look = (value: Json | undefined, level: number): void => {
    if (typeof value !== 'object' || value === null || level === levels) return
    if (Array.isArray(value)) {
      for (const item of value) look(item, level + 1)
      return
    }
    for (const [name, member] of Object.entries(value)) {
      if (rowMembers.has(name) && Array.isArray(member)) rows = (rows ?? 0) + member.length
      else look(member, level + 1)
    }
  }
  look(result, 0)
  return rows
}
