import type { Cell, HypercubeResult } from '../../evaluate/evaluation.js'
import { eachInTurns } from '../../turns.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import { type MeasureTotal, totalOfRows } from '../measure-total.js'

/**
 * A cube with the totals that its measures ask for.
 *
 * @param allRows reads every row of a cube, as far as a session may hold them
 */
export const withMeasureTotals = async (
  { dimensions, measures }: HypercubeDefinition,
  result: HypercubeResult,
  allRows: (result: HypercubeResult) => Promise<readonly (readonly Cell[])[]>,
): Promise<HypercubeResult> => {
  if (measures.every(({ total }) => total === 'Expr')) return result
  const rows = measures.some(({ total }) => total !== 'Expr' && total !== 'None') ? await allRows(result) : []
  const numbers = measures.map((): number[] => [])
  await eachInTurns(rows, (row) => {
    for (const [index, own] of numbers.entries()) {
      const num = row[dimensions.length + index]?.num
      if (num !== null && num !== undefined) own.push(num)
    }
  })
  const totalOf = (total: MeasureTotal, index: number, cell: Cell): Cell => {
    if (total === 'Expr') return cell
    if (total === 'None') return { num: null, text: '', elem: -1 }
    return { num: totalOfRows[total](numbers[index] ?? []), text: null, elem: -1 }
  }
  return {
    ...result,
    grandTotal: result.grandTotal.map((cell, index) => totalOf(measures[index]?.total ?? 'Expr', index, cell)),
  }
}
