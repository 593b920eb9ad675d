import type { FieldModel, TableModel } from '../model/data-model.js'
import type { Page } from '../plan/cube-plan.js'
import { rowPageStatement } from '../print/row-statements.js'
import type { DataView } from '../security/data-view.js'
import { labelsOf } from './visible-fields.js'

/** A table by its name; `undefined` where none of its fields exists for the view's principal. */
export const visibleTable = (view: DataView, name: string): TableModel | undefined =>
  view.model.tables.find((table) => table.name === name && visibleColumns(view, table).length > 0)

/** The fields of a table that exist for the view's principal, in the order of its columns. */
export const visibleColumns = (view: DataView, { fields }: TableModel): readonly FieldModel[] => {
  const visible = new Map([...view.fields.values()].map((field) => [field.id, field]))
  return fields.flatMap((id) => visible.get(id) ?? [])
}

/** A value of a row: of its number and its text; `null` where it has none. */
export type RowValue = { readonly num: number | null; readonly text: string } | null

/**
 * Rows of a table, of those that the view's principal may see, in the order in which they were loaded: a value for each
 * column.
 *
 * @param fields columns of the table that exist for the principal; all by default
 */
export const readVisibleRows = async (
  view: DataView,
  table: TableModel,
  page: Page,
  fields = visibleColumns(view, table),
  signal?: AbortSignal,
): Promise<readonly (readonly RowValue[])[]> => {
  if (fields.length === 0 || page.limit === 0) return []
  const { model, predicate, snapshot } = view
  const statement = rowPageStatement(model, table.id, fields, { kind: 'alternatives', alternatives: predicate }, page)
  const columns = await snapshot.runner.run(statement, signal)
  const values = await Promise.all(
    fields.map(async (field, at): Promise<readonly RowValue[]> => {
      const elements = (columns[at] ?? []).map((element) => (element === null ? null : Number(element)))
      const labels = await labelsOf(
        view,
        field,
        elements.filter((element) => element !== null),
      )
      return elements.map((element) => (element === null ? null : (labels.get(element) ?? null)))
    }),
  )
  return (values[0] ?? []).map((_, row) => values.map((column) => column[row] ?? null))
}
