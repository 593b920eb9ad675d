import { UnderstudyError } from '@understudy/contract'
import type { CubePlan } from '../plan/cube-plan.js'
import type { DataView } from '../security/data-view.js'
import { boundErrors } from './cube-bounds.js'
import { type CubeRows, readCubeRows } from './cube-rows.js'

/**
 * The rows of a cube that stands for one expression, unless it multiplies what it reads beyond the bounds.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with what would be too large, and ENGINE-QUERY-*
 */
export const readBoundedRows = async (view: DataView, plan: CubePlan, signal?: AbortSignal): Promise<CubeRows> => {
  const [excessive] = await boundErrors(view, plan, signal)
  if (excessive) throw new UnderstudyError('ENGINE-EXPRESSION', excessive.message)
  return readCubeRows(view, plan, signal)
}
