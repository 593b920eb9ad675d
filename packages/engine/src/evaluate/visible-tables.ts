import type { TableModel } from '../model/data-model.js'
import { rowCountStatement } from '../print/row-statements.js'
import { type DataView, seesEveryRow } from '../security/data-view.js'

/** A table as a principal may know it. */
export interface TableDescription {
  readonly name: string
  /** Rows that the principal may see. */
  readonly rowCount: number
  /** Fields that exist for the principal. */
  readonly fieldCount: number
  /** Those of them that associate the table with others. */
  readonly keyFieldCount: number
}

/** Whether a principal sees every row and every field of the app. */
export const seesEverything = (view: DataView): boolean =>
  seesEveryRow(view) && view.fields.size === view.model.fields.length

/** The tables that have a field which exists for the view's principal, in model order. */
export const describeTables = async (view: DataView): Promise<readonly TableDescription[]> => {
  const visible = new Set([...view.fields.values()].map(({ id }) => id))
  const tables = view.model.tables.filter(({ fields }) => fields.some((id) => visible.has(id)))
  return Promise.all(
    tables.map(async (table) => {
      const fields = table.fields.filter((id) => visible.has(id))
      const keys = fields.filter((id) => (view.model.fields[id]?.tables.length ?? 0) > 1)
      return {
        name: table.name,
        rowCount: await visibleRows(view, table),
        fieldCount: fields.length,
        keyFieldCount: keys.length,
      }
    }),
  )
}

const visibleRows = async (view: DataView, { id, rowCount }: TableModel): Promise<number> => {
  if (seesEveryRow(view)) return rowCount
  const { model, predicate, snapshot } = view
  const statement = rowCountStatement(model, id, { kind: 'alternatives', alternatives: predicate })
  const [counts = []] = await snapshot.runner.run(statement)
  return Number(counts[0] ?? 0)
}
