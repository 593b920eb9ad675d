import type { DataModel } from '../model/data-model.js'
import type { Cube } from '../plan/cube.js'
import { type PrintFrame, printFrame } from './print-frame.js'

/** Prints cubes within a cube, too: those of `Aggr`, and those that order its rows. */
export interface CubeFrame extends PrintFrame {
  readonly printCube: (cube: Cube) => string
  /** The same, within what it is known in which values of limited keys are kept. */
  readonly keeping: (kept: PrintFrame['kept']) => CubeFrame
}

/** Begins a statement over rows alone. */
export const rowFrame = (model: DataModel): CubeFrame => {
  const withoutCubes = () => {
    throw new Error('a statement over rows has no cube')
  }
  return { ...printFrame(model), printCube: withoutCubes, keeping: withoutCubes }
}
