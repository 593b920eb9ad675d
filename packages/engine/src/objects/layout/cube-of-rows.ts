import type { Cell } from '../../evaluate/evaluation.js'
import type { EvaluatedCube } from './evaluated-cube.js'

/** A cube of the same columns with these rows alone. */
export const cubeOfRows = (cube: EvaluatedCube, rows: readonly (readonly Cell[])[]): EvaluatedCube => ({
  ...cube,
  result: {
    ...cube.result,
    rowCount: rows.length,
    page: async (top, height) => rows.slice(top, top + height),
    parts: async function* () {
      yield rows
    },
  },
})
