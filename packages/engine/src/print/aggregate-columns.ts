import type { Adding, AggregateArgument, AggregateParameter } from '../expressions/functions/aggregate-function.js'
import { bitsOfPlace } from '../expressions/functions/exact-sum.js'
import type { ExpressionType, SqlValue } from '../expressions/functions/sql-value.js'
import { placesOf } from '../expressions/number-places.js'
import { type Aggregate, type TypedExpression, typeOf, typeOfAggregate } from '../expressions/typed-expression.js'
import { isStoredWhole } from '../expressions/whole-numbers.js'
import type { FieldModel } from '../model/data-model.js'
import type { PrintFrame } from './print-frame.js'
import type { PrintedRows } from './printed-rows.js'
import { printScalar, withoutAggregates, withoutLists } from './scalar.js'

/** An aggregate over columns of rows, and the columns that it reads. */
export interface PrintedAggregate {
  readonly number: string | undefined
  readonly text: string | undefined
  /** Columns of the row query, e.g. `r1.n_3 AS x0_0n`. */
  readonly columns: readonly string[]
}

/** The sides that a result of each type has. */
export const sidesOf: Readonly<Record<ExpressionType, { readonly number: boolean; readonly text: boolean }>> = {
  number: { number: true, text: false },
  truth: { number: true, text: false },
  text: { number: false, text: true },
  dual: { number: true, text: true },
}

/**
 * Prints an aggregate over columns of a row query. A column that the function does not read is not made.
 *
 * @param prefix distinguishes the columns of one aggregate from those of others
 * @param within holds for the rows that count, where these are not all
 * @param made columns of the row query by what they are: one that is there already is read by several aggregates
 */
export const printAggregate = (
  frame: PrintFrame,
  aggregate: Aggregate,
  type: ExpressionType,
  prefix: string,
  rows: PrintedRows,
  within?: string,
  made: Map<string, string> = new Map(),
): PrintedAggregate => {
  const columns = new Map<string, string>()
  const counted = (sql: string) => (within === undefined ? sql : `CASE WHEN ${within} THEN ${sql} END`)
  const column = (name: string, sql: string): string => {
    const value = counted(sql)
    const known = made.get(value)
    if (known !== undefined) return known
    made.set(value, name)
    columns.set(name, value)
    return name
  }
  const isThere = (field: FieldModel) =>
    rows.isFilled(field) ? (within === undefined ? '*' : column(`${prefix}_there`, '1')) : undefined
  const args = aggregate.function.parameters.map((parameter, index) => {
    const argument = aggregate.arguments[index]
    return argument ? argumentOf(frame, parameter, argument, `${prefix}_${index}`, rows, isThere, column) : undefined
  })
  const print = (side: 'number' | 'text') =>
    sidesOf[type][side] ? aggregate.function.print[frame.dialect.name](args, aggregate.distinct, side) : undefined
  const printed = { number: print('number'), text: print('text') }
  return { ...printed, columns: [...columns].map(([name, sql]) => `${sql} AS ${name}`) }
}

/** Sides that are printed, and so bound to the statement, where they are asked for, once. */
const sidesOnce = (value: SqlValue): AggregateArgument => {
  const printed = new Map<'number' | 'text', string>()
  const side = (name: 'number' | 'text'): string => {
    const sql = printed.get(name) ?? value[name]
    printed.set(name, sql)
    return sql
  }
  return {
    get number() {
      return side('number')
    },
    get stored() {
      return side('number')
    },
    get text() {
      return side('text')
    },
    get presence() {
      return side('text')
    },
    get there() {
      return side('text')
    },
    units: undefined,
    adding: 'as they come',
    order: undefined,
    identity: undefined,
    get place() {
      return '0'
    },
  }
}

const argumentOf = (
  frame: PrintFrame,
  parameter: AggregateParameter,
  argument: TypedExpression,
  name: string,
  rows: PrintedRows,
  isThere: (field: FieldModel) => string | undefined,
  made: (name: string, sql: string) => string,
): AggregateArgument => {
  const value = printScalar(frame, argument, {
    field: rows.valueOf,
    aggr: rows.aggrValue,
    ...withoutAggregates,
    ...withoutLists,
  })
  if (parameter.per === 'aggregate') return sidesOnce(value)
  const columns = new Map<string, string>()
  const column = (suffix: string, sql: () => string): string => {
    const known = columns.get(suffix) ?? made(name + suffix, sql())
    columns.set(suffix, known)
    return known
  }
  const field = argument.kind === 'field' ? argument.field : undefined
  const presence = () => column('p', () => (field ? rows.elementOf(field) : presenceOf(value, typeOf(argument))))
  return {
    get number() {
      return column('n', () => value.number)
    },
    get stored() {
      const stored = field && rows.storedNumberOf(field)
      return stored === undefined ? this.number : column('s', () => stored)
    },
    get text() {
      return column('t', () => value.text)
    },
    get units() {
      const units = field && rows.unitsOf(field)
      return units === undefined ? undefined : { sql: column('u', () => units), decimals: field?.units?.decimals ?? 0 }
    },
    get adding() {
      return addingOf(frame, argument, field !== undefined && rows.storedNumberOf(field) !== undefined)
    },
    get order() {
      const { textOrderKey } = frame.dialect
      return textOrderKey && column('k', () => (field ? rows.textRankOf(field) : textOrderKey(value.text)))
    },
    get place() {
      return column('o', rows.place)
    },
    get identity() {
      return field && typeOf(argument) === 'dual' ? column('p', () => rows.elementOf(field)) : undefined
    },
    get presence() {
      return presence()
    },
    get there() {
      return (field && isThere(field)) ?? presence()
    },
  }
}

/** @param stored whether the numbers of a field are read as they are stored */
const addingOf = ({ model }: PrintFrame, argument: TypedExpression, stored: boolean): Adding => {
  if (!model.hidesRows) return 'as they come'
  if (stored && argument.kind === 'field' && isStoredWhole(argument.field)) return 'exact'
  const places = placesOf(argument)
  if (!places) return 'sorted'
  const { most, last } = places
  return {
    highest: Math.max(Math.ceil(most / bitsOfPlace) - 1, 0),
    lowest: Math.min(Math.floor(last / bitsOfPlace), 0),
    most,
  }
}

const presenceOf = (value: SqlValue, type: ExpressionType): string => (sidesOf[type].text ? value.text : value.number)

/** The columns of an aggregate's groups; a group that no row made is worth what the function says of none. */
export const aggregateValue = ({ dialect }: PrintFrame, aggregate: Aggregate, index: number): SqlValue => {
  const type = typeOfAggregate(aggregate)
  const { whenEmpty } = aggregate.function
  const number = () => (whenEmpty === null ? `a${index}` : `coalesce(a${index}, ${whenEmpty})`)
  const text = () => `b${index}`
  if (type === 'text') return dialect.value.text(text)
  return type === 'dual' ? dialect.value.both(type, { number, text }) : dialect.value.number(number)
}
