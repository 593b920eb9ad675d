import { UnderstudyError } from '@understudy/contract'
import { patternMatch } from '../evaluate/search/pattern-match.js'
import { type RowValue, readVisibleRows, visibleColumns, visibleTable } from '../evaluate/visible-rows.js'
import { type JsonObject, textOf } from '../json.js'
import { limits } from '../limits.js'
import type { FieldModel, TableModel } from '../model/data-model.js'
import { refuseLargePages } from '../objects/data-page.js'
import type { Scope } from '../objects/scope.js'
import { type Methods, query } from './method.js'
import { arrayOfParameter, integer, object, text, unheeded } from './parameters.js'
import { tableProfile } from './table-profile.js'

const docQuery = query<'Doc'>()

const valueLayout = (value: RowValue): JsonObject =>
  value
    ? { qText: value.text, qIsNumeric: value.num !== null, qNumber: value.num ?? 'NaN' }
    : { qText: '-', qIsNumeric: false, qNumber: 'NaN' }

const foundTable = ({ moment: { view } }: Scope, name: string): TableModel => {
  const table = visibleTable(view, name)
  if (!table) throw new UnderstudyError('QIX-NOT-FOUND', 'there is no table of that name')
  return table
}

/** @throws UnderstudyError `QIX-PAGES-TOO-LARGE` for more cells than a call may ask for */
const rowsOf = ({ moment }: Scope, table: TableModel, offset: number, limit: number) => {
  const fields = visibleColumns(moment.view, table)
  refuseLargePages([{ left: 0, top: offset, width: fields.length, height: limit }])
  return readVisibleRows(moment.view, table, { offset, limit }, fields, moment.signal)
}

/** Whether a name fits a pattern with `*` and `?`. */
const fits = (written: string): ((name: string) => boolean) => {
  const match = patternMatch(written.toLowerCase().replaceAll('^', ''))
  return (name) => match(name.toLowerCase())
}

/** Columns and fields that samples are taken of. */
const sampled = ({ moment: { view } }: Scope, { qFieldName, qTableName }: JsonObject) => {
  const isNamed = fits(textOf(qFieldName))
  const tableName = textOf(qTableName)
  const isTable = fits(tableName)
  const tables = tableName === '' ? [] : view.model.tables.filter(({ name }) => isTable(name))
  const columns = tables.flatMap((table) =>
    visibleColumns(view, table).flatMap((field) => (isNamed(field.name) ? [{ table, field }] : [])),
  )
  const fields = tableName === '' ? [...view.fields.values()].filter(({ name }) => isNamed(name)) : []
  // A field has the values of its tables; the first of them has some.
  const first = fields.flatMap((field) => {
    const table = view.model.tables[field.tables[0] ?? -1]
    return table ? [{ table, field, isField: true }] : []
  })
  return [...columns.map((column) => ({ ...column, isField: false })), ...first]
}

const sampleOf = async (
  scope: Scope,
  { table, field, isField }: { table: TableModel; field: FieldModel; isField: boolean },
  most: number,
): Promise<JsonObject> => {
  const { moment } = scope
  const rows = await readVisibleRows(moment.view, table, { offset: 0, limit: most }, [field], moment.signal)
  const different = new Map(rows.flatMap(([value]) => (value ? [[value.text, value] as const] : [])))
  return {
    qFieldOrColumn: { qFieldName: field.name, ...(isField ? {} : { qTableName: table.name }) },
    qValues: [...different.values()].map(valueLayout),
  }
}

/** Fields and columns that one call takes samples of. */
const maxSampled = limits.sampledColumns.most

/** Methods of the app that tell what is in its tables: of the rows that the person may see, whatever is selected. */
export const tableDataMethods: Methods<'Doc'> = {
  GetTableData: docQuery(
    { qOffset: integer, qRows: integer, qSyntheticMode: unheeded('tables have no synthetic keys'), qTableName: text },
    async ({ scope }, _, { qOffset, qRows, qTableName }) => {
      const table = foundTable(scope, qTableName)
      const rows = await rowsOf(scope, table, Math.max(qOffset, 0), Math.max(qRows, 0))
      return { qData: rows.map((row) => ({ qValue: row.map(valueLayout) })) }
    },
    'rows that the person may see, in the order in which they were loaded, whatever is selected',
  ),
  GetTableProfileData: docQuery(
    { qTableName: text },
    async ({ scope }, _, { qTableName }) => ({ qProfiling: await tableProfile(scope, qTableName) }),
    'of what the person may see; of a key its different values alone',
  ),
  GetFieldAndColumnSamples: docQuery(
    {
      qFieldsOrColumnsWithWildcards: arrayOfParameter(object, maxSampled),
      qMaxNumberOfValues: integer,
      qRandSeed: unheeded('samples are the first values'),
    },
    async ({ scope }, _, { qFieldsOrColumnsWithWildcards, qMaxNumberOfValues }) => {
      const found = qFieldsOrColumnsWithWildcards.flatMap((wanted) => sampled(scope, wanted))
      if (found.length > maxSampled)
        throw new UnderstudyError('QIX-PARAMS', `samples are of at most ${maxSampled} fields and columns`)
      const most = qMaxNumberOfValues < 0 ? limits.samples.most : Math.min(qMaxNumberOfValues, limits.samples.most)
      return { qResult: await Promise.all(found.map((one) => sampleOf(scope, one, most))) }
    },
    'the different values of the first rows that the person may see, of at most 100 of them',
  ),
}
