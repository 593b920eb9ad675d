import { UnderstudyError } from '@understudy/contract'
import { evaluateColumn } from './column-error.js'
import type { Cell, ColumnError, EvaluationContext, HypercubeRequest, LimitRequest } from './evaluation.js'
import type { EvaluateTotal } from './expansion/expand-expression.js'

/** A request whose limits are numbers, or the dimensions of which a limit is none. */
export type LimitedRequest =
  | { readonly ok: true; readonly request: HypercubeRequest }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** Evaluates what limits the dimensions of a cube. */
export const withLimits = async (
  context: EvaluationContext,
  request: HypercubeRequest,
  evaluateTotal: EvaluateTotal,
): Promise<LimitedRequest> => {
  if (request.dimensions.every(({ limit }) => !limit)) return { ok: true, request }
  const errors: ColumnError[] = []
  const dimensions = await Promise.all(
    request.dimensions.map(async (dimension, column) => {
      const { limit } = dimension
      if (!limit) return dimension
      const number = await evaluateColumn(column, errors, () => numberOf(context, limit, evaluateTotal))
      return { ...dimension, limit: { ...limit, limit: String(number) } }
    }),
  )
  return errors.length > 0 ? { ok: false, errors } : { ok: true, request: { ...request, dimensions } }
}

const numberOf = async (
  context: EvaluationContext,
  { limit, relative }: LimitRequest,
  evaluateTotal: EvaluateTotal,
): Promise<number> => {
  const written = writtenLimit(limit)
  const number = written ?? limitOf(await evaluateTotal(context, limit))
  if (number === undefined || !Number.isFinite(number.value))
    throw new UnderstudyError('ENGINE-EXPRESSION', `the limit of the dimension is no number: ${limit}`)
  const { value, percent } = number
  // Parts of a total that are no fraction are meant as percent.
  return percent || (relative && value > 1) ? value / 100 : value
}

interface LimitNumber {
  readonly value: number
  readonly percent: boolean
}

/** The number that a limit is as it is written, with or without a percent sign, which is no part of an expression. */
export const writtenLimit = (text: string): LimitNumber | undefined => {
  const [, digits, percent] = /^\s*=?\s*'?([+-]?(?:\d+\.?\d*|\.\d+))\s*(%?)'?\s*$/.exec(text) ?? []
  return digits === undefined ? undefined : { value: Number(digits), percent: percent === '%' }
}

const limitOf = (cell: Cell | undefined): LimitNumber | undefined => {
  if (!cell) return undefined
  const written = cell.text === null ? undefined : writtenLimit(cell.text)
  if (cell.num === null) return written
  return { value: cell.num, percent: false }
}
