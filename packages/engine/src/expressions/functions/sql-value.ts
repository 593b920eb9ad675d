import { type AppFormats, defaultFormats } from '../../format/app-formats.js'
import { readNumber } from './reading.js'

/** What a value is: a number, a text, a truth value (counts as -1 or 0), or a text with a number of its own. */
export type ExpressionType = 'number' | 'text' | 'truth' | 'dual'

/** SQL of one value, side by side; NULL where the value, or that side of it, is missing. */
export interface SqlValue {
  readonly type: ExpressionType
  /** What the value is, where it is written in the expression itself. */
  readonly literal: number | string | null
  /** A DOUBLE. */
  readonly number: string
  /** A VARCHAR. */
  readonly text: string
  /** A BOOLEAN that is never NULL. */
  readonly truth: string
  /** Whether its number is a whole one of at most 15 digits, whatever the rows are. */
  readonly isWhole?: boolean
  /** Prints the text from the column of the number, where nothing else decides it. */
  readonly textOf?: ((number: string) => string) | undefined
  /** The values of several rows, where the value stands for them in a range function. */
  readonly rows?: PrintOverRows
}

/** Prints an aggregate over the values of several rows. */
export type PrintOverRows = (aggregate: (value: RowValue) => string) => string

/** One of several values: its number and its text. */
export type RowValue = Pick<SqlValue, 'number' | 'text'>

/** Characters of SQL up to which a number is printed as often as it is looked at. */
const maxRepeated = 120

/** Fourteen significant digits hide binary noise: 0.1 + 0.2 reads 0.3. Whole numbers that are exact keep all of theirs. */
const writeNumber = (number: string, { decimal }: AppFormats): string => {
  const written = (of: string) => {
    const digits = `format('{:.14g}', ${of} + 0.0)`
    const text = decimal === '.' ? digits : `replace(${digits}, '.', '${decimal.replaceAll("'", "''")}')`
    return `(CASE WHEN ${of} = trunc(${of}) AND abs(${of}) < 9007199254740992 THEN CAST(CAST(${of} AS BIGINT) AS VARCHAR) WHEN isfinite(${of}) THEN ${text} END)`
  }
  return number.length <= maxRepeated
    ? written(number)
    : `list_extract(list_transform([${number}], lambda num: ${written('num')}), 1)`
}

/** SQL of a number, missing where it is infinite or none; computed once where it is long. */
export const finite = (number: string): string => {
  const checked = (of: string) => `(CASE WHEN isfinite(${of}) THEN ${of} END)`
  return number.length <= maxRepeated
    ? checked(number)
    : `list_extract(list_transform([${number}], lambda fin: ${checked('fin')}), 1)`
}

const truthAsNumber = (truth: string): string => `(CASE WHEN ${truth} THEN -1.0::DOUBLE ELSE 0.0::DOUBLE END)`
const isNonZero = (number: string): string => `coalesce(${number} <> 0, FALSE)`

type Sides = Partial<Pick<SqlValue, 'number' | 'text' | 'truth'>>

/** Derives the sides that are not given when they are asked for: SQL of a side that nobody wants is never built. */
const valueOf = (
  type: ExpressionType,
  literal: number | string | null,
  formats: AppFormats,
  sides: () => Sides,
): SqlValue => {
  let held: Sides | undefined
  const given = (): Sides => {
    held ??= sides()
    return held
  }
  return {
    type,
    literal,
    get number(): string {
      const { number, truth, text } = given()
      if (number !== undefined) return number
      return truth === undefined ? readNumber(text ?? 'NULL', formats) : truthAsNumber(truth)
    },
    get text(): string {
      return given().text ?? writeNumber(this.number, formats)
    },
    get truth(): string {
      return given().truth ?? isNonZero(this.number)
    },
  }
}

/** SQL, or what prints it when it is asked for: a value that nobody reads must not be bound to the statement. */
type Printable = string | (() => string)

const printed = (sql: Printable): string => (typeof sql === 'string' ? sql : sql())

/** A number; its text is written as the app does. */
export const numberValue = (
  number: Printable,
  literal: number | null = null,
  formats: AppFormats = defaultFormats,
): SqlValue => valueOf('number', literal, formats, () => ({ number: printed(number) }))

/** A text; its number is read as the app does. */
export const textValue = (
  text: Printable,
  literal: string | null = null,
  formats: AppFormats = defaultFormats,
): SqlValue => valueOf('text', literal, formats, () => ({ text: printed(text) }))

export const truthValue = (truth: Printable): SqlValue =>
  valueOf('truth', null, defaultFormats, () => ({ truth: printed(truth) }))

/** The value that a function printed, its other side written or read as the app does. */
export const inFormats = (value: SqlValue, formats: AppFormats): SqlValue => {
  if (formats === defaultFormats) return value
  if (value.type === 'number') return numberValue(() => value.number, null, formats)
  return value.type === 'text' ? textValue(() => value.text, null, formats) : value
}

/** What prints the two sides of a value. */
export interface DualSides {
  readonly number: () => string
  readonly text: () => string
  /** Prints the text from the column of the number; to be asked for where nothing else decides it. */
  readonly textOf?: () => ((number: string) => string) | undefined
}

/** A value with two sides; each is printed when it is asked for. */
export const dualValue = (sides: DualSides): SqlValue => typedValue('dual', sides)

/** A value whose number and text are both known, whatever its type. */
export const typedValue = (type: ExpressionType, sides: DualSides): SqlValue => ({
  type,
  literal: null,
  get number() {
    return sides.number()
  },
  get text() {
    return sides.text()
  },
  get textOf() {
    return sides.textOf?.()
  },
  get truth() {
    return isNonZero(sides.number())
  },
})

/** SQL of a number cut to a whole one of 32 bits; NULL beyond. A BIGINT, so that what is computed with it stays in range. */
export const wholeNumber = (value: SqlValue): string => `CAST(TRY_CAST(trunc(${value.number}) AS INTEGER) AS BIGINT)`

/**
 * SQL of a number that is not zero, else NULL; one that is written is known. The database copies the argument of its own `nullif`: nested ones would
 * grow out of sight of the bound on what is printed.
 */
export const nonZero = (number: string, literal: number | string | null = null): string =>
  typeof literal === 'number' && literal !== 0 ? number : `(CASE WHEN ${number} <> 0 THEN ${number} END)`
