import type { Doc, GenericObject } from '@qlik/api/qix'
import { isNotFound } from '../failure/embed-failure.js'

/** The data of a chart as a table. */
export interface StraightRows {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** How many rows there are. */
  readonly all: number
}

/** Rows and cells of the table at most. */
const [mostRows, mostCells] = [500, 10_000]

interface ColumnInfo {
  readonly qFallbackTitle: string
  readonly qError?: { readonly qErrorCode: number }
}

interface StraightCube {
  readonly qSize: { readonly qcx: number; readonly qcy: number }
  readonly qColumnOrder?: readonly number[]
  readonly qDimensionInfo: readonly ColumnInfo[]
  readonly qMeasureInfo: readonly ColumnInfo[]
}

/** QIX's code for a column whose condition is not met: it has no cells. */
const unmetCondition = 7005

/** Titles of the columns that have cells, in the order in which rows have them. */
const headsOf = ({ qDimensionInfo, qMeasureInfo, qColumnOrder = [] }: StraightCube): readonly string[] => {
  const infos = [...qDimensionInfo, ...qMeasureInfo]
  const ordered = qColumnOrder.length === 0 ? infos : qColumnOrder.flatMap((column) => infos[column] ?? [])
  return ordered
    .filter(({ qError }) => qError?.qErrorCode !== unmetCondition)
    .map(({ qFallbackTitle }) => qFallbackTitle)
}

/** What is around an object; undefined for one that nothing is around. */
const aroundOf = async (object: GenericObject): Promise<GenericObject | undefined> => {
  try {
    return (await object.getParent<GenericObject>()) ?? undefined
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** The alternate state of an object: its own, or that of what is around it, such as its sheet. */
const stateOf = async (object: GenericObject): Promise<string | undefined> => {
  const { qStateName } = (await object.getEffectiveProperties()) as { readonly qStateName?: string }
  if (qStateName) return qStateName
  const around = await aroundOf(object)
  return around && stateOf(around)
}

const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value)

/**
 * Reads the data of a chart as a table, whatever its hypercube looks like, under the selections of its session.
 *
 * @param path of the hypercube's definition in the properties of the object
 */
export const straightRows = async (doc: Doc, object: GenericObject, path: string): Promise<StraightRows> => {
  const [properties, qStateName] = await Promise.all([object.getEffectiveProperties(), stateOf(object)])
  const definition = valueAt(properties, path) as object
  const straight = await doc.createSessionObject({
    qInfo: { qType: 'data' },
    ...(qStateName !== undefined && { qStateName }),
    qHyperCubeDef: { ...definition, qMode: 'S', qInitialDataFetch: [], qPseudoDimPos: -1 },
  } as never)
  try {
    const { qHyperCube } = (await straight.getLayout()) as unknown as { qHyperCube: StraightCube }
    const { qSize } = qHyperCube
    const qHeight = Math.min(qSize.qcy, mostRows, Math.floor(mostCells / Math.max(qSize.qcx, 1)))
    const page = { qLeft: 0, qTop: 0, qWidth: qSize.qcx, qHeight }
    const [data] = qHeight > 0 ? await straight.getHyperCubeData('/qHyperCubeDef', [page]) : []
    return {
      heads: headsOf(qHyperCube),
      rows: (data?.qMatrix ?? []).map((row) => (row as readonly { qText?: string }[]).map(({ qText = '–' }) => qText)),
      all: qSize.qcy,
    }
  } finally {
    await doc.destroySessionObject(straight.id).catch(() => undefined)
  }
}
