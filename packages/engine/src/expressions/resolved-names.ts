/** What names other than those of fields stand for in one expression. */
export interface ResolvedNames {
  /** Expressions of master measures, by title. */
  readonly measures: ReadonlyMap<string, string>
  /** Values of variables, by name. */
  readonly variables: ReadonlyMap<string, number | string>
}

export const noNames: ResolvedNames = { measures: new Map(), variables: new Map() }
