import type { OracleApp, OracleTable, OracleValue } from '../oracle/oracle-app.js'

const forms: readonly ((number: number) => string)[] = [
  String,
  (number) => number.toFixed(3),
  (number) => `${number < 0 ? '-' : ''}0${Math.abs(number)}`,
]

/**
 * The same app with the numbers of a key as texts in one of its tables, `1`, `1.000` or `01`. Which it is hangs on another key
 * of the row, so that rows of the same number write it differently, and a row that is in two apps writes it alike.
 */
export const withKeyOfTwoKinds = (app: OracleApp): OracleApp => ({
  ...app,
  tables: app.tables.map((table) => {
    const [key, other] = ['nK', 'D'].map((name) => table.columns.findIndex((column) => column.name === name))
    return key === undefined || key < 0 || other === undefined || other < 0 ? table : written(table, key, other)
  }),
})

const written = (table: OracleTable, key: number, other: number): OracleTable => ({
  ...table,
  columns: table.columns.map((column, index) => (index === key ? { ...column, type: 'text' } : column)),
  rows: table.rows.map((cells) =>
    cells.map((value, index) => (index === key ? text(value, cells[other] ?? null) : value)),
  ),
})

const text = (value: OracleValue, other: OracleValue): OracleValue => {
  const form = forms[String(other ?? '').length % forms.length] ?? String
  return typeof value === 'number' ? form(value) : value
}
