import type { Cube } from '../plan/cube.js'
import type { PrintFrame } from './print-frame.js'

/** Prints cubes within a cube, too: those of `Aggr`, and those that order its rows. */
export interface CubeFrame extends PrintFrame {
  readonly printCube: (cube: Cube) => string
}
