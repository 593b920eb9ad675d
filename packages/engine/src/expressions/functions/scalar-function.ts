import type { AppFormats } from '../../format/app-formats.js'
import type { DialectName } from './dialect-name.js'
import {
  type DualSides,
  dualValue,
  type ExpressionType,
  numberValue,
  type SqlValue,
  textValue,
  truthValue,
} from './sql-value.js'

export type FunctionFamily =
  | 'aggregation'
  | 'operator'
  | 'conditional'
  | 'string'
  | 'numeric'
  | 'distribution'
  | 'financial'
  | 'range'
  | 'inter-record'
  | 'date and time'
  | 'formatting'
  | 'null and type'
  | 'colour'
  | 'geographic'
  | 'selection'
  | 'system'

/** A parameter as the documentation names it. */
export interface Parameter {
  readonly name: string
  readonly optional?: true
  /** Has to be written in the expression itself, as it decides how the function is printed. */
  readonly literal?: 'number' | 'text'
  /** Has to be a whole number from 0, less than this. */
  readonly below?: number
}

/** What an expression is worth: a number, a text, both, or nothing. */
export type ExampleResult = number | string | null | { readonly number: number; readonly text: string }

/** An expression and what it is worth; in each row, where it is about the rows of a table. */
export type Example = readonly [expression: string, result: ExampleResult | readonly ExampleResult[]]

/** What is said of a function, once: checks, documentation, suggestions and tests of examples come from here. */
export interface FunctionDescription {
  readonly name: string
  readonly family: FunctionFamily
  readonly description: string
  /** How missing values and texts behave, where not "a missing argument makes the result missing". */
  readonly missing?: string
  readonly examples: readonly Example[]
}

/** Prints the SQL of a call from that of its arguments; it never sees more. */
export type PrintCall = (args: readonly SqlValue[], bind: Bind, formats: AppFormats) => SqlValue

/** A function of values. */
export interface ScalarFunction extends FunctionDescription {
  readonly parameters: readonly Parameter[]
  /** A parameter that may be repeated after the others. */
  readonly more?: Parameter
  /**
   * How many values of other rows (`Above(x, 0, 12)`) an argument may stand for: any number; any number where there is no
   * further argument, else few; few, as they are gathered. By default an argument is one value.
   */
  readonly rows?: 'any' | 'alone' | 'few'
  /** Its numbers are whole and less than this, whatever their sign and whatever its arguments are: they add up exactly. */
  readonly wholeBelow?: number
  readonly refusal?: Refusal
  readonly typeOf: (args: readonly SqlTyped[]) => ExpressionType
  readonly print: Readonly<Record<DialectName, PrintCall>>
}

/** What is wrong with the arguments that are written in the expression, by position; `undefined` where nothing is. */
export type Refusal = (literals: readonly (string | number | undefined)[]) => string | undefined

/** Binds a text of the expression to the statement; gives back the SQL that stands for it, a VARCHAR. */
export type Bind = (text: string) => string

/** What a result's type can depend on. */
export type SqlTyped = Pick<SqlValue, 'type'>

type ArgumentsOf<P extends readonly Parameter[]> = {
  readonly [K in keyof P]: P[K] extends { readonly optional: true } ? SqlValue | undefined : SqlValue
}

type Description<P extends readonly Parameter[]> = Omit<FunctionDescription, 'family'> & {
  readonly parameters: P
  readonly more?: Parameter
  readonly rows?: 'any' | 'alone' | 'few'
  readonly wholeBelow?: number
  readonly refusal?: Refusal
}

/** An entry: what is said of the function, and what it prints in each dialect. */
type Definition<P extends readonly Parameter[], Printed> = Description<P> &
  Readonly<
    Record<DialectName, (args: ArgumentsOf<P>, more: readonly SqlValue[], bind: Bind, formats: AppFormats) => Printed>
  >

/** Prints when it is asked to, once: a call that nobody reads must bind nothing to the statement. */
const once = <Printed>(print: () => Printed): (() => Printed) => {
  let held: { readonly printed: Printed } | undefined
  return () => {
    held ??= { printed: print() }
    return held.printed
  }
}

/** The entries of one family, by what they return. */
export const functionsOf = (family: FunctionFamily) => {
  const define = <P extends readonly Parameter[], Printed>(
    definition: Definition<P, Printed>,
    type: (args: readonly SqlTyped[]) => ExpressionType,
    value: (printed: () => Printed) => SqlValue,
  ): ScalarFunction => ({
    ...definition,
    family,
    typeOf: type,
    print: {
      duckdb: (args, bind, formats) => {
        const own = args.slice(0, definition.parameters.length) as unknown as ArgumentsOf<P>
        return value(once(() => definition.duckdb(own, args.slice(definition.parameters.length), bind, formats)))
      },
    },
  })
  return {
    /** Prints a DOUBLE. */
    number: <const P extends readonly Parameter[]>(definition: Definition<P, string>) =>
      define(
        definition,
        () => 'number',
        (sql) => numberValue(sql),
      ),
    /** Prints a VARCHAR. */
    text: <const P extends readonly Parameter[]>(definition: Definition<P, string>) =>
      define(
        definition,
        () => 'text',
        (sql) => textValue(sql),
      ),
    /** Prints a BOOLEAN that is never NULL. */
    truth: <const P extends readonly Parameter[]>(definition: Definition<P, string>) =>
      define(
        definition,
        () => 'truth',
        (sql) => truthValue(sql),
      ),
    /** Prints a number and a text. */
    dual: <const P extends readonly Parameter[]>(definition: Definition<P, DualSides>) =>
      define(
        definition,
        () => 'dual',
        (sides) =>
          dualValue({
            number: () => sides().number(),
            text: () => sides().text(),
            textOf: () => sides().textOf?.(),
          }),
      ),
    /**
     * Gives back one of its arguments.
     *
     * @param definition what it prints picks one side of the arguments that may be given back
     */
    choice: <const P extends readonly Parameter[]>(
      definition: Description<P> & { readonly given: (args: readonly SqlTyped[]) => readonly SqlTyped[] } & Readonly<
          Record<
            DialectName,
            (args: ArgumentsOf<P>, more: readonly SqlValue[], side: (value: SqlValue) => string) => string
          >
        >,
    ): ScalarFunction => ({
      ...definition,
      family,
      typeOf: (args) => commonType(definition.given(args)),
      print: {
        duckdb: (args) => {
          const own = args.slice(0, definition.parameters.length) as unknown as ArgumentsOf<P>
          const more = args.slice(definition.parameters.length)
          const number = () => definition.duckdb(own, more, (value) => value.number)
          const text = () => definition.duckdb(own, more, (value) => value.text)
          return valueBySides[commonType(definition.given(args))](number, text)
        },
      },
    }),
  }
}

const valueBySides: Readonly<Record<ExpressionType, (number: () => string, text: () => string) => SqlValue>> = {
  number: (number) => numberValue(number),
  truth: (number) => numberValue(number),
  text: (_, text) => textValue(text),
  dual: (number, text) => dualValue({ number, text }),
}

/** The type of a value that may be any of several. */
export const commonType = (values: readonly SqlTyped[]): ExpressionType => {
  const types = new Set(values.map(({ type }) => (type === 'truth' ? 'number' : type)))
  const [only] = types
  return types.size === 1 && only !== undefined ? only : 'dual'
}
