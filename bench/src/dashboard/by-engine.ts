import type { Selected } from './cases.js'
import type { EngineClient } from './engine-client.js'
import { type DashboardChart, type DashboardList, type DashboardObject, dashboard } from './objects.js'

/** What an object shows, as far as it can be compared: of a chart rows of texts and numbers, of a list its possible values. */
export type Shown = readonly (readonly (string | number)[])[]

/** The dashboard in a session, as an embedding page holds it. */
export interface EngineDashboard {
  /** Selects values and asks for all objects at once, as charts do that have become stale. */
  readonly select: (selected: Selected) => Promise<readonly Shown[]>
  readonly clear: () => Promise<void>
}

interface Opened {
  readonly object: DashboardObject
  readonly handle: number
}

/** Rows that a chart asks for: as many as nebula's do at first. */
const pageRows = 1_000

export const openEngineDashboard = async (client: EngineClient): Promise<EngineDashboard> => {
  const opened = await Promise.all(
    dashboard.map(async (object): Promise<Opened> => {
      const { qReturn } = await client.call(client.app, 'CreateSessionObject', [propertiesOf(object)])
      return { object, handle: qReturn.qHandle }
    }),
  )
  const show = () => Promise.all(opened.map((each) => shown(client, each)))
  await show()
  const lists = new Map<string, { readonly handle: number; readonly elements: ReadonlyMap<string, number> }>()
  for (const { object, handle } of opened)
    if (object.kind === 'list') lists.set(object.field, { handle, elements: await elementsOf(client, handle) })
  return {
    select: async (selected) => {
      await Promise.all(
        Object.entries(selected).map(([field, texts]) => {
          const list = lists.get(field)
          const elements = texts.map((text) => list?.elements.get(text))
          return client.call(list?.handle ?? -1, 'SelectListObjectValues', ['/qListObjectDef', elements, false])
        }),
      )
      return show()
    },
    clear: async () => {
      await client.call(client.app, 'ClearAll', [])
    },
  }
}

const propertiesOf = (object: DashboardObject): unknown =>
  object.kind === 'list'
    ? {
        qInfo: { qType: 'listbox' },
        qListObjectDef: {
          qShowAlternatives: true,
          qDef: { qFieldDefs: [object.field], qSortCriterias: [{ qSortByState: 1, qSortByNumeric: 1 }] },
        },
      }
    : {
        qInfo: { qType: 'chart' },
        qHyperCubeDef: {
          qDimensions: object.dimensions.map((field) => ({
            qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByNumeric: 1, qSortByAscii: 1 }] },
            qNullSuppression: true,
          })),
          qMeasures: object.measures.map((qDef) => ({ qDef: { qDef }, qSortBy: { qSortByNumeric: -1 } })),
          qInterColumnSortOrder: [object.sortedBy, ...object.dimensions.keys()].filter(
            (column, index, all) => all.indexOf(column) === index,
          ),
        },
      }

/** A layout, then a page of its data. */
const shown = (client: EngineClient, { object, handle }: Opened): Promise<Shown> =>
  object.kind === 'list' ? shownList(client, object, handle) : shownChart(client, object, handle)

const shownList = async (client: EngineClient, _: DashboardList, handle: number): Promise<Shown> => {
  const { qLayout } = await client.call(handle, 'GetLayout', [])
  const { qError, qSize } = qLayout.qListObject
  if (qError) throw new Error(JSON.stringify(qError))
  const rows = await listRows(client, handle, qSize.qcy)
  return rows.flatMap(([{ qText, qState }]) => (qState === 'X' || qState === 'XS' ? [] : [[qText]]))
}

// biome-ignore lint/suspicious/noExplicitAny: cells of QIX, read by their names
const listRows = async (client: EngineClient, handle: number, qHeight: number): Promise<any[]> => {
  const page = { qLeft: 0, qTop: 0, qWidth: 1, qHeight }
  const { qDataPages } = await client.call(handle, 'GetListObjectData', ['/qListObjectDef', [page]])
  return qDataPages[0].qMatrix
}

const elementsOf = async (client: EngineClient, handle: number): Promise<ReadonlyMap<string, number>> => {
  const { qLayout } = await client.call(handle, 'GetLayout', [])
  const rows = await listRows(client, handle, qLayout.qListObject.qSize.qcy)
  return new Map(rows.map(([{ qText, qElemNumber }]) => [qText, qElemNumber]))
}

const shownChart = async (
  client: EngineClient,
  { dimensions, measures }: DashboardChart,
  handle: number,
): Promise<Shown> => {
  const { qLayout } = await client.call(handle, 'GetLayout', [])
  const { qError, qDimensionInfo, qMeasureInfo } = qLayout.qHyperCube
  const errors = [qError, ...[...qDimensionInfo, ...qMeasureInfo].map((column) => column.qError)].filter(Boolean)
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  const page = { qLeft: 0, qTop: 0, qWidth: dimensions.length + measures.length, qHeight: pageRows }
  const { qDataPages } = await client.call(handle, 'GetHyperCubeData', ['/qHyperCubeDef', [page]])
  // biome-ignore lint/suspicious/noExplicitAny: cells of QIX, read by their names
  return qDataPages[0].qMatrix.map((cells: any[]) =>
    cells.map(({ qText, qNum }, column) => (column < dimensions.length ? qText : qNum)),
  )
}
