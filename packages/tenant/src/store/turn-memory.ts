/** Remembers what was read in the current turn of the event loop. */
export interface TurnMemory {
  /** The remembered rows of a query with these parameters, else what `read` returns. */
  readonly recall: <Row>(sql: string, parameters: readonly unknown[], read: () => Row[]) => Row[]
  /** Forgets everything; call it before anything is written. */
  readonly forget: () => void
}

/**
 * Makes a memory that lets requests that arrived together share a read: under load, dozens of token requests of one
 * client are handled in one turn of the event loop. The answer is as fresh as if all of them had been read when the first
 * was, a few milliseconds ago; nothing outlives the turn or a write, and only equal queries with equal parameters share.
 */
export const turnMemory = (): TurnMemory => {
  const rowsByQuery = new Map<string, Map<string, unknown[]>>()
  let ending = false
  const forget = (): void => rowsByQuery.clear()

  return {
    forget,
    recall: <Row>(sql: string, parameters: readonly unknown[], read: () => Row[]): Row[] => {
      const rowsByParameters = rowsByQuery.get(sql) ?? new Map<string, unknown[]>()
      const key = keyOf(parameters)
      const known = rowsByParameters.get(key)
      if (known !== undefined) return known as Row[]
      if (!ending) {
        ending = true
        setImmediate(() => {
          ending = false
          forget()
        })
      }
      const rows = read()
      rowsByQuery.set(sql, rowsByParameters.set(key, rows))
      return rows
    },
  }
}

/** Tells every list of parameters from every other, as JSON would at several times the cost: texts stand behind their length. */
const keyOf = (parameters: readonly unknown[]): string => {
  let key = ''
  for (const each of parameters)
    key += typeof each === 'string' ? `${each.length}:${each}` : `=${JSON.stringify(each)};`
  return key
}
