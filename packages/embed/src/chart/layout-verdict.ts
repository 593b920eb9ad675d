import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'
import { isChartType } from '../nebula/chart-types.js'

/** What a layout says about drawing its object. */
export type LayoutVerdict =
  | { readonly kind: 'drawable' }
  /** Everything is right, but no row is possible. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly failure: EmbedFailure }

interface QixError {
  readonly qErrorCode: number
  readonly qExtendedMessage?: string
}

interface ColumnInfo {
  readonly qFallbackTitle?: string
  readonly qError?: QixError
  readonly qAttrExprInfo?: readonly (Omit<ColumnInfo, 'qAttrExprInfo'> & { readonly id?: string })[]
}

interface Cube {
  readonly qMode?: string
  readonly qSize?: { readonly qcx: number; readonly qcy: number }
  readonly qDimensionInfo?: readonly ColumnInfo[]
  readonly qMeasureInfo?: readonly ColumnInfo[]
  readonly qError?: QixError
}

/** A layer of a map, or a map that is one itself. */
interface LayerLayout {
  readonly qHyperCube?: Cube
  readonly geojson?: { readonly features?: unknown }
}

/** The parts of an object's layout that decide. */
export interface ObjectLayout {
  readonly visualization?: string
  readonly qInfo?: { readonly qId: string; readonly qType: string }
  readonly qHyperCube?: Cube
  readonly qListObject?: { readonly qDimensionInfo?: ColumnInfo }
  readonly geojson?: LayerLayout['geojson']
  readonly gaLayers?: readonly LayerLayout[]
  /** Box plots have their columns here. */
  readonly boxplotDef?: { readonly qHyperCube?: Cube }
}

/** "The calculation condition is not fulfilled": no error but a state that charts explain themselves. */
const conditionUnfulfilled = 7005

const failed = (failure: EmbedFailure): LayoutVerdict => ({ kind: 'failed', failure })

/**
 * Judges a layout before a chart gets to see it: charts throw on what they do not expect.
 *
 * @param layout of the object
 * @param name what reasons call the object
 */
export const judgeLayout = (layout: ObjectLayout, name: string): LayoutVerdict => {
  const type = layout.visualization
  if (type === undefined) return failed(failureOf('EMBED-LAYOUT', `${name} has no visualization.`))
  if (!isChartType(type)) return failed(failureOf('EMBED-CHART-TYPE', `${name} is of type '${type}'.`))
  const column = layout.qListObject?.qDimensionInfo
  if (isError(column?.qError))
    return failed(failureOf('EMBED-EXPRESSION', `${name} cannot calculate ${nameIn(column)}`))
  const ofMap = type === 'map' ? mapFailure(layout, name) : undefined
  if (ofMap !== undefined) return failed(ofMap)
  const cube = layout.qHyperCube ?? layout.boxplotDef?.qHyperCube
  return cube === undefined ? { kind: 'drawable' } : judgeCube(name, cube)
}

/** What is wrong with the layers of a map, whose values would be nowhere. */
const mapFailure = (layout: ObjectLayout, name: string): EmbedFailure | undefined => {
  for (const { qHyperCube, geojson } of [layout, ...(layout.gaLayers ?? [])]) {
    const infos = (qHyperCube?.qDimensionInfo ?? []).flatMap(({ qAttrExprInfo = [] }) => qAttrExprInfo)
    const info = infos.find(({ qError }) => isError(qError))
    const error = (qHyperCube && errorOf(qHyperCube)) ?? (info && `'${info.id}'. ${messageOf(info.qError)}`)
    if (error !== undefined) return failureOf('EMBED-EXPRESSION', `${name} cannot calculate ${error}`)
    if (geojson && !Array.isArray(geojson.features))
      return failureOf('EMBED-LAYOUT', `The geojson of ${name} has no list of features.`)
  }
  return undefined
}

const judgeCube = (name: string, cube: Cube): LayoutVerdict => {
  const error = errorOf(cube)
  if (error !== undefined) return failed(failureOf('EMBED-EXPRESSION', `${name} cannot calculate ${error}`))
  if (cube.qError?.qErrorCode === conditionUnfulfilled) return { kind: 'drawable' }
  if (cube.qSize === undefined || cube.qDimensionInfo === undefined || cube.qMeasureInfo === undefined) {
    return failed(failureOf('EMBED-LAYOUT', `The hypercube of ${name} is incomplete.`))
  }
  const columns = cube.qDimensionInfo.length + cube.qMeasureInfo.length
  return columns > 0 && cube.qSize.qcy === 0 ? { kind: 'empty' } : { kind: 'drawable' }
}

const errorOf = (cube: Cube): string | undefined => {
  const columns = [...(cube.qDimensionInfo ?? []), ...(cube.qMeasureInfo ?? [])]
  const column = columns.find(({ qError }) => isError(qError))
  if (column !== undefined) return nameIn(column)
  return isError(cube.qError) ? `its hypercube. ${messageOf(cube.qError)}` : undefined
}

const nameIn = (column: ColumnInfo | undefined): string =>
  `'${column?.qFallbackTitle ?? 'a column'}'. ${messageOf(column?.qError)}`

const isError = (error: QixError | undefined): boolean =>
  error !== undefined && error.qErrorCode !== conditionUnfulfilled

const messageOf = (error: QixError | undefined): string =>
  error?.qExtendedMessage ? `${error.qExtendedMessage}.` : `The engine reports error ${error?.qErrorCode}.`
