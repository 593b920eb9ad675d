import type { Doc, GenericObject } from '@qlik/api/qix'

/** The data of a chart as a table. */
export interface StraightRows {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** How many rows there are. */
  readonly all: number
}

/** Rows and cells of the table at most. */
const [mostRows, mostCells] = [500, 10_000]

interface StraightCube {
  readonly qSize: { readonly qcx: number; readonly qcy: number }
  readonly qEffectiveInterColumnSortOrder?: readonly number[]
  readonly qDimensionInfo: readonly { readonly qFallbackTitle: string }[]
  readonly qMeasureInfo: readonly { readonly qFallbackTitle: string }[]
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
  const properties = await object.getEffectiveProperties()
  const definition = valueAt(properties, path) as object
  const { qStateName } = properties as { qStateName?: string }
  const straight = await doc.createSessionObject({
    qInfo: { qType: 'data' },
    ...(qStateName !== undefined && { qStateName }),
    qHyperCubeDef: { ...definition, qMode: 'S', qInitialDataFetch: [], qColumnOrder: [], qPseudoDimPos: -1 },
  } as never)
  try {
    const { qHyperCube } = (await straight.getLayout()) as unknown as { qHyperCube: StraightCube }
    const { qSize, qDimensionInfo, qMeasureInfo } = qHyperCube
    const qHeight = Math.min(qSize.qcy, mostRows, Math.floor(mostCells / Math.max(qSize.qcx, 1)))
    const page = { qLeft: 0, qTop: 0, qWidth: qSize.qcx, qHeight }
    const [data] = qHeight > 0 ? await straight.getHyperCubeData('/qHyperCubeDef', [page]) : []
    return {
      heads: [...qDimensionInfo, ...qMeasureInfo].map(({ qFallbackTitle }) => qFallbackTitle),
      rows: (data?.qMatrix ?? []).map((row) => (row as readonly { qText?: string }[]).map(({ qText = '–' }) => qText)),
      all: qSize.qcy,
    }
  } finally {
    await doc.destroySessionObject(straight.id).catch(() => undefined)
  }
}
