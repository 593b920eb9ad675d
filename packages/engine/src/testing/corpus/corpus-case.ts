/** What a formula is worth: a number, a text, both, nothing, or an error that says a part of this. */
export type CorpusResult =
  | number
  | string
  | null
  | { readonly number: number; readonly text: string }
  | { readonly error: string }

/** A formula and its result, reasoned from a page of the public documentation of the language. */
export interface CorpusCase {
  /** The page, by the end of its path. */
  readonly page: string
  readonly formula: string
  readonly result: CorpusResult
}

/** The cases that follow from one page. */
export const page = (
  name: string,
  ...cases: readonly (readonly [formula: string, result: CorpusResult])[]
): readonly CorpusCase[] => cases.map(([formula, result]) => ({ page: name, formula, result }))

/** A formula and its results in the rows of a table by `w`, whose first measure is `Sum(n)`. */
export interface TableCase {
  readonly page: string
  readonly formula: string
  readonly results: readonly CorpusResult[]
}

/** The cases in a table that follow from one page. */
export const table = (
  name: string,
  ...cases: readonly (readonly [formula: string, results: readonly CorpusResult[]])[]
): readonly TableCase[] => cases.map(([formula, results]) => ({ page: name, formula, results }))
