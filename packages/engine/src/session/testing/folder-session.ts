import { loadAppDefinition } from '../../objects/load-app-definition.js'
import { openDataView } from '../../security/data-view.js'
import { openSnapshot } from '../../snapshot/snapshot.js'
import { principal, withAppFolder } from '../../testing/app-folder.js'
import { reloadedOnce } from '../../testing/reloaded-once.js'
import { createEngineSession } from '../engine-session.js'
import { shopAppId } from './shop-app.js'
import { openedClient } from './wired-client.js'

/** A client of a session over an app folder, and what tests ask it for again and again. */
export type FolderClient = Awaited<ReturnType<typeof openedClient>> & {
  /** `qText` of the cells of a cube with these columns; a dimension or a measure each, as `qDimensions` and `qMeasures` have them. */
  readonly cube: (dimensions: readonly unknown[], measures: readonly unknown[]) => Promise<CubeTexts>
  /** `qText` and `qNum` of an expression. */
  readonly value: (expression: string) => Promise<readonly [string, number | string]>
}

export interface CubeTexts {
  readonly rows: readonly (readonly string[])[]
  readonly totals: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly layout: any
}

/** Reloads an app folder with these files and opens a session of one person on it. */
export const withFolderSession = (
  files: Readonly<Record<string, string>>,
  use: (client: FolderClient) => Promise<void>,
  subject = 'anna',
): Promise<void> =>
  withAppFolder({ 'app.json': JSON.stringify({ id: shopAppId }), ...files }, async (app) => {
    await reloadedOnce(app.folder, app.snapshotDir)
    const snapshot = await openSnapshot(app.snapshotDir)
    try {
      let lastId = 0
      const person = principal(subject)
      const client = await openedClient(
        createEngineSession({
          app: await loadAppDefinition(app.folder),
          principal: person,
          view: await openDataView(snapshot, person),
          origin: null,
          limits: { sessionObjects: 500 },
          createId: () => `generated-${++lastId}`,
          onFailure: (error) => {
            throw error
          },
        }),
      )
      await use({
        ...client,
        cube: async (dimensions, measures) => {
          const handle = await client.create({
            qInfo: { qType: 'table' },
            qHyperCubeDef: {
              qDimensions: dimensions,
              qMeasures: measures,
              qInitialDataFetch: [{ qWidth: dimensions.length + measures.length, qHeight: 100 }],
            },
          })
          const { qHyperCube: layout } = await client.layout(handle)
          const texts = (cells: readonly { readonly qText: string }[]) => cells.map(({ qText }) => qText)
          return {
            rows: (layout.qDataPages[0]?.qMatrix ?? []).map(texts),
            totals: texts(layout.qGrandTotalRow),
            layout,
          }
        },
        value: async (expression) => {
          const { qValue } = await client.call(client.doc, 'EvaluateEx', expression)
          return [qValue.qText, qValue.qNumber]
        },
      })
    } finally {
      snapshot.close()
    }
  })
