import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import type { EvaluationContext } from '../evaluate/evaluation.js'
import { symbolSet } from '../model/symbol-set.js'
import type { SelectionState } from '../selections/selection-state.js'
import { contextOf, withSnapshot } from './app-folder.js'

/** Orders, customers and lines: C has no customer row, D no orders, order 4 no lines, order 9 no order row. */
export const smallModel = `
  CREATE TABLE orders AS SELECT * FROM (VALUES
    (1, 'A', DATE '2024-01-05', 10), (2, 'A', DATE '2024-02-05', 20), (3, 'B', DATE '2024-01-10', 5),
    (4, 'C', DATE '2024-03-01', NULL)) t("OrderID", "Cust", "Day", "Amt");
  CREATE TABLE customers AS SELECT * FROM (VALUES ('A', 'North'), ('B', 'South'), ('D', 'South')) t("Cust", "Region");
  CREATE TABLE lines AS SELECT * FROM (VALUES
    (1, 'nut', 2), (1, 'bolt', 1), (2, 'nut', 4), (3, 'cog', 7), (9, 'nut', 1)) t("OrderID", "Item", "Qty")`

export const withSmallModel = (use: (context: EvaluationContext) => Promise<void>) =>
  withSnapshot(smallModel, async (snapshot) => use(await contextOf(snapshot)))

/** The same context with values of a field selected, by their text. */
export const selecting = async (
  context: EvaluationContext,
  field: string,
  ...texts: string[]
): Promise<EvaluationContext> => {
  const cube = await evaluateHypercube(
    { ...context, selections: new Map() },
    { dimensions: [{ definition: field }], measures: [] },
  )
  if (!cube.ok) throw new Error('no such field')
  const rows = await cube.cube.page(0, 100)
  const values = symbolSet(
    rows.flatMap(([cell]) => (cell && texts.includes(cell.text ?? '') ? (cell.symbol ?? []) : [])),
  )
  const selections: SelectionState = new Map([...context.selections, [field, { values, locked: false }]])
  return { ...context, selections }
}

/** What an expression is worth without dimensions: its text, else its number; what is wrong with it. */
export const total = async (context: EvaluationContext, expression: string): Promise<string | number | null> => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression }] })
  if (!outcome.ok) return `error: ${outcome.errors[0]?.message}`
  const [cell] = outcome.cube.grandTotal
  return cell?.text ?? cell?.num ?? null
}

/** The rows of a cube in the order of the texts of its dimensions. */
export const rowsBy = async (context: EvaluationContext, dimensions: readonly string[], ...expressions: string[]) => {
  const outcome = await evaluateHypercube(context, {
    dimensions: dimensions.map((definition) => ({ definition, sort: { byAscii: 1 } })),
    measures: expressions.map((expression) => ({ expression })),
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  return (await outcome.cube.page(0, 100)).map((row) => row.map((cell) => cell.text ?? cell.num))
}
