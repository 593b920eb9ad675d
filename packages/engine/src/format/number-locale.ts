export interface Abbreviation {
  readonly exponent: number
  readonly symbol: string
}

/** What stands before the decimals, and between groups of three digits; `''` for none. */
export interface Separators {
  readonly decimal: string
  readonly thousand: string
}

/** How numbers are written where a format does not say otherwise. */
export interface NumberLocale extends Separators {
  /** By ascending exponent. */
  readonly abbreviations: readonly Abbreviation[]
}

/** `3:k;6:M` and so on, as QIX writes `qNumericalAbbreviation`. */
export const parseAbbreviations = (text: string): readonly Abbreviation[] =>
  text
    .split(';')
    .map((entry) => entry.split(':'))
    .map(([exponent = '', symbol = '']) => ({ exponent: Number(exponent), symbol }))
    .filter(({ exponent, symbol }) => Number.isInteger(exponent) && symbol !== '')
    .sort((left, right) => left.exponent - right.exponent)

export const defaultAbbreviations = '3:k;6:M;9:G;12:T;15:P;18:E;21:Z;24:Y;-3:m;-6:μ;-9:n;-12:p;-15:f;-18:a;-21:z;-24:y'

/** How an app writes numbers. */
export const numberLocale = (formats: Separators & { readonly abbreviations: string }): NumberLocale => ({
  decimal: formats.decimal,
  thousand: formats.thousand,
  abbreviations: parseAbbreviations(formats.abbreviations),
})
