/** The names of an app that expressions may use beside those of fields. */
export interface ExpressionNames {
  /** The definition of a variable; `undefined` where there is none of that name. */
  readonly variable: (name: string) => string | undefined
  /** The expression of the master measure with a title; `undefined` where there is none. */
  readonly measure: (title: string) => string | undefined
}

export const noExpressionNames: ExpressionNames = { variable: () => undefined, measure: () => undefined }
