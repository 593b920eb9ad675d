/** Tables that are joined to rows for what is tested of these; each row meets one of their rows at most, and stays without. */
export interface TestJoins {
  /**
   * Joins a table, the same one once.
   *
   * @param sql prints the join, with what the table is to be called
   * @returns what it is called
   */
  readonly join: (sql: (alias: string) => string) => string
  /** All joins, after everything has been tested. */
  readonly sql: () => readonly string[]
}

export const testJoins = (): TestJoins => {
  const aliases = new Map<string, string>()
  const joins: string[] = []
  return {
    join: (sql) => {
      const text = sql('tested')
      const known = aliases.get(text)
      if (known !== undefined) return known
      const alias = `tj${aliases.size}`
      aliases.set(text, alias)
      joins.push(sql(alias))
      return alias
    },
    sql: () => joins,
  }
}
