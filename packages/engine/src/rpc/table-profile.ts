import { UnderstudyError } from '@understudy/contract'
import { describeField } from '../evaluate/visible-fields.js'
import { visibleColumns, visibleTable } from '../evaluate/visible-rows.js'
import { describeTables } from '../evaluate/visible-tables.js'
import type { JsonObject } from '../json.js'
import type { FieldModel } from '../model/data-model.js'
import { quotedField } from '../objects/quoted-field.js'
import { type Scope, standing } from '../objects/scope.js'
import { defaultState } from '../selections/selection-state.js'

const fractiles = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

/** What a profile tells of a field in numbers, as expressions of all that the person may see. */
const numbers: Readonly<Record<string, (field: string) => string>> = {
  qDistinctValues: (field) => `Count({1} DISTINCT ${field})`,
  qDistinctNumericValues: (field) => `NumericCount({1} DISTINCT ${field})`,
  qDistinctTextValues: (field) => `TextCount({1} DISTINCT ${field})`,
  qNumericValues: (field) => `NumericCount({1} ${field})`,
  qTextValues: (field) => `TextCount({1} ${field})`,
  qNegValues: (field) => `Sum({1} If(${field} < 0, 1, 0))`,
  qPosValues: (field) => `Sum({1} If(${field} > 0, 1, 0))`,
  qZeroValues: (field) => `Sum({1} If(${field} = 0, 1, 0))`,
  qSum: (field) => `If(NumericCount({1} ${field}) > 0, Sum({1} ${field}))`,
  qSum2: (field) => `If(NumericCount({1} ${field}) > 0, Sum({1} ${field} * ${field}))`,
  qAverage: (field) => `Avg({1} ${field})`,
  qMedian: (field) => `Median({1} ${field})`,
  qStd: (field) => `Stdev({1} ${field})`,
  qMin: (field) => `Min({1} ${field})`,
  qMax: (field) => `Max({1} ${field})`,
  qSkewness: (field) => `Skew({1} ${field})`,
  qKurtosis: (field) => `Kurtosis({1} ${field})`,
  qEmptyStrings: (field) => `Sum({1} If(Len(${field}) = 0 and not IsNull(${field}), 1, 0))`,
  qMaxStringLen: (field) => `Alt(Max({1} If(IsText(${field}), Len(${field}))), 0)`,
  qMinStringLen: (field) => `Alt(Min({1} If(IsText(${field}), Len(${field}))), 0)`,
  qSumStringLen: (field) => `Alt(Sum({1} If(IsText(${field}), Len(${field}))), 0)`,
  qAvgStringLen: (field) => `Alt(Avg({1} If(IsText(${field}), Len(${field}))), 0)`,
}

const texts: Readonly<Record<string, (field: string) => string>> = {
  qFirstSorted: (field) => `MinString({1} If(IsText(${field}), ${field}))`,
  qLastSorted: (field) => `MaxString({1} If(IsText(${field}), ${field}))`,
}

/**
 * What a profile tells of a field: of what the person may see, whatever is selected. Of a field that several
 * tables have, an expression counts the records of one of them only, which is not said to be of this table.
 *
 * @param rows of the table
 */
const fieldProfile = async (scope: Scope, field: FieldModel, rows: number): Promise<JsonObject> => {
  const { view } = scope.moment
  const { name, tags, cardinality, tables } = await describeField(view, field)
  const known = { qName: name, qFieldTags: tags }
  if (tables.length > 1) return { ...known, qDistinctValues: cardinality }
  const quoted = quotedField(name)
  const expressions = [
    ...Object.values(numbers).map((expression) => expression(quoted)),
    ...fractiles.map((part) => `Fractile({1} ${quoted}, ${part})`),
    ...Object.values(texts).map((expression) => expression(quoted)),
  ]
  const outcome = await scope.moment.hypercube({
    dimensions: [],
    measures: expressions.map((expression) => ({ expression })),
    ...standing(scope),
    state: defaultState,
  })
  if (!outcome.ok) return { ...known, qDistinctValues: cardinality }
  const cells = outcome.cube.grandTotal
  const number = (at: number) => cells[at]?.num ?? 'NaN'
  const first = Object.keys(numbers).length
  const profile = Object.fromEntries(Object.keys(numbers).map((member, at) => [member, number(at)]))
  const counted = Number(profile.qNumericValues) + Number(profile.qTextValues)
  return {
    ...known,
    ...profile,
    qNullValues: rows - counted,
    qFractiles: fractiles.map((_, at) => number(first + at)),
    ...Object.fromEntries(
      Object.keys(texts).map((member, at) => [member, cells[first + fractiles.length + at]?.text ?? '']),
    ),
  }
}

/**
 * What is in a table, of what the person may see, whatever is selected.
 *
 * @throws UnderstudyError `QIX-NOT-FOUND`
 */
export const tableProfile = async (scope: Scope, name: string): Promise<JsonObject> => {
  const { view } = scope.moment
  const table = visibleTable(view, name)
  if (!table) throw new UnderstudyError('QIX-NOT-FOUND', 'there is no table of that name')
  const rows = (await describeTables(view)).find((described) => described.name === name)?.rowCount ?? 0
  const fields = visibleColumns(view, table).map((field) => fieldProfile(scope, field, rows))
  return { qNoOfRows: rows, qFieldProfiling: await Promise.all(fields) }
}
