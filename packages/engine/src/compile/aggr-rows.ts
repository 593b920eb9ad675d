import { textValue, typedValue } from '../expressions/functions/sql-value.js'
import { type Aggr, typeOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import type { RowSource } from './aggregate-columns.js'
import type { DataScope } from './data-scope.js'
import { joinedRows } from './joined-rows.js'
import { type QueryFrame, withScope } from './query-frame.js'

/** The rows of an `Aggr`, each with the dimension values of the cube around it that it is associated with. */
export interface AggrRows {
  readonly source: RowSource
  /** SQL of the element number of a dimension of the cube. */
  readonly dimension: (index: number) => string
  /** Prints `FROM ...`, after all columns have been asked for. */
  readonly fromSql: () => string
}

/**
 * Prints the cube of an `Aggr` as rows. It is computed over its own set, else over what is selected; the set of the
 * aggregation around it decides which of its rows count. A row whose dimension values are missing does not.
 *
 * @param frame its scope is that of the aggregation
 * @param selected what is selected around the whole
 * @param dimensions those that group the aggregation
 */
export const aggrRows = (
  frame: QueryFrame,
  selected: DataScope,
  aggr: Aggr,
  dimensions: readonly FieldModel[],
): AggrRows => {
  const { dimensions: own } = aggr
  const inner = withScope(frame, aggr.set ? frame.scopeOf(aggr.set) : selected)
  const cube = frame.printCube(inner, own, [aggr.expression])
  const others = dimensions.filter((dimension) => !own.includes(dimension))
  const associated = associatedValues(frame, [...own, ...others])
  const on = own.map((_, index) => `ag.d${index} = lk.d${index}`)
  const labels = new Map<number, string>()
  const elementOf = (field: FieldModel) => `ag.d${own.indexOf(field)}`
  const label = (field: FieldModel, column: 'num' | 'text') => {
    labels.set(
      field.id,
      `LEFT JOIN ${symbolTable(field.id)} AS v${field.id} ON v${field.id}.elem = ${elementOf(field)}`,
    )
    return `v${field.id}.${column}`
  }
  const fieldValue = (field: FieldModel) => {
    const type = typeOf({ kind: 'field', field })
    if (type === 'text') return textValue(() => label(field, 'text'))
    return typedValue(type, { number: () => label(field, 'num'), text: () => label(field, 'text') })
  }
  const aggrValue = () => {
    const type = typeOf(aggr.expression)
    if (type === 'text') return textValue('ag.m0')
    return typedValue(type, {
      number: () => 'ag.m0',
      text: () => (type === 'dual' ? 'ag.t0' : 'CAST(ag.m0 AS VARCHAR)'),
    })
  }
  return {
    source: {
      scalars: {
        field: fieldValue,
        aggregate: () => {
          throw new Error('an aggregate of an Aggr is its own')
        },
        aggr: aggrValue,
        values: frame.values,
      },
      elementOf,
      numberOf: () => undefined,
    },
    dimension: (index) => {
      const field = dimensions[index]
      if (!field) throw new Error('the cube has no such dimension')
      const position = own.indexOf(field)
      return position >= 0 ? `ag.d${position}` : `lk.d${own.length + others.indexOf(field)}`
    },
    fromSql: () =>
      `FROM (${cube}) AS ag JOIN (${associated}) AS lk ON ${on.join(' AND ')} ${[...labels.values()].join(' ')}`,
  }
}

/** The combinations of values of some fields that occur together in the scope, each once: `d0 ...`. */
const associatedValues = (frame: QueryFrame, fields: readonly FieldModel[]): string =>
  (fields[0]?.tables ?? [])
    .map((root) => {
      const rows = joinedRows(frame, root, fields)
      const columns = fields.map((field, index) => `${rows.elementOf(field)} AS d${index}`)
      return `SELECT DISTINCT ${columns.join(', ')} ${rows.fromSql()}`
    })
    .join(' UNION ')
