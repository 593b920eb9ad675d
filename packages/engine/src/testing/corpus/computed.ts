import { evaluateHypercube } from '../../evaluate/evaluate-hypercube.js'
import type { Cell, EvaluationContext } from '../../evaluate/evaluation.js'
import type { CorpusResult } from './corpus-case.js'

/** What a formula is worth, by the sides that are asked for, or its error. */
export const computed = async (context: EvaluationContext, formula: string, wanted: CorpusResult): Promise<unknown> => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression: formula }] })
  if (!outcome.ok) return { error: outcome.errors[0]?.message }
  return sidesOf(outcome.cube.grandTotal[0], wanted)
}

/** Measures of one chart: more would make a statement that takes longer than several. */
const atOnce = 40

/** What formulas are worth, each as if asked alone; those that should have no error are asked together, which is faster. */
export const computedTogether = async (
  context: EvaluationContext,
  asked: readonly { readonly formula: string; readonly result: CorpusResult }[],
): Promise<readonly unknown[]> => {
  const found = new Map<number, unknown>()
  const sound = [...asked.entries()].filter(([, { result }]) => !isError(result))
  for (let from = 0; from < sound.length; from += atOnce) {
    const chunk = sound.slice(from, from + atOnce)
    const measures = chunk.map(([, { formula }]) => ({ expression: formula }))
    const outcome = await evaluateHypercube(context, { dimensions: [], measures }).catch(() => undefined)
    if (!outcome?.ok) continue
    for (const [place, [index, { result }]] of chunk.entries())
      found.set(index, sidesOf(outcome.cube.grandTotal[place], result))
  }
  for (const [index, { formula, result }] of asked.entries()) {
    if (!found.has(index))
      found.set(index, await computed(context, formula, result).catch((error: unknown) => ({ thrown: String(error) })))
  }
  return asked.map((_, index) => found.get(index))
}

const isError = (result: CorpusResult): boolean => result !== null && typeof result === 'object' && 'error' in result

/** What a formula is worth in the rows of a table by a dimension, in the order of its numbers, beside another measure. */
export const computedRows = async (
  context: EvaluationContext,
  { dimension, beside, formula }: { readonly dimension: string; readonly beside: string; readonly formula: string },
  wanted: readonly CorpusResult[],
): Promise<readonly unknown[]> => {
  const outcome = await evaluateHypercube(context, {
    dimensions: [{ definition: dimension, sort: { byNumeric: 1 } }],
    measures: [{ expression: beside }, { expression: formula }],
    chart: true,
  })
  if (!outcome.ok) return outcome.errors
  return (await outcome.cube.page(0, 10)).map((row, index) => sidesOf(row[2], wanted[index]))
}

/** The side of a cell that is asked for, or both. */
const sidesOf = (cell: Cell | undefined, wanted: CorpusResult | undefined): unknown => {
  if (!cell || (cell.num === null && cell.text === null)) return null
  if (typeof wanted === 'number') return cell.num
  if (typeof wanted === 'string') return cell.text
  return { number: cell.num, text: cell.text }
}

/** Whether a formula is worth what is wanted; numbers are as exact as a day is divided. */
export const agrees = (found: unknown, wanted: CorpusResult): boolean => {
  if (typeof found === 'number' && typeof wanted === 'number') {
    return Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))
  }
  if (wanted !== null && typeof wanted === 'object' && 'error' in wanted) {
    return String((found as { readonly error?: string } | null)?.error).includes(wanted.error)
  }
  return sameSides(found, wanted)
}

/** The same of a formula in each row of a table. */
export const agreeInRows = (found: readonly unknown[], wanted: readonly CorpusResult[]): boolean =>
  found.length === wanted.length && wanted.every((result, index) => agrees(found[index], result))

const sameSides = (found: unknown, wanted: CorpusResult): boolean => {
  if (wanted === null || typeof wanted !== 'object' || !('text' in wanted)) return found === wanted
  const sides = found as { readonly number: number | null; readonly text: string | null } | null
  return sides?.text === wanted.text && typeof sides.number === 'number' && agrees(sides.number, wanted.number)
}
