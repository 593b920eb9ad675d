interface Cube {
  readonly qDimensionInfo?: readonly unknown[]
  readonly qMeasureInfo?: readonly unknown[]
}

/** The parts of a layout that may have a hypercube. */
export interface CubeHolder {
  readonly visualization?: string
  readonly title?: string
  readonly qHyperCube?: Cube
  readonly boxplotDef?: { readonly qHyperCube?: Cube }
  readonly gaLayers?: readonly { readonly qHyperCube?: Cube }[]
}

const hasColumns = (cube: Cube | undefined): boolean =>
  (cube?.qDimensionInfo?.length ?? 0) + (cube?.qMeasureInfo?.length ?? 0) > 0

/** Where the data of an object is, as a JSON pointer into its properties; undefined for one that has none. */
export const cubePlace = ({ qHyperCube, boxplotDef, gaLayers = [] }: CubeHolder): string | undefined => {
  if (hasColumns(qHyperCube)) return '/qHyperCubeDef'
  if (hasColumns(boxplotDef?.qHyperCube)) return '/boxplotDef/qHyperCubeDef'
  const layer = gaLayers.findIndex((each) => hasColumns(each.qHyperCube))
  return layer < 0 ? undefined : `/gaLayers/${layer}/qHyperCubeDef`
}
