import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { EvaluationContext } from '../evaluate/evaluation.js'
import type { Principal } from '../principal.js'
import { reloadApp } from '../reload/reload-app.js'
import { openDataView } from '../security/data-view.js'
import { noSelections, type SelectionState } from '../selections/selection-state.js'
import { openSnapshot, type Snapshot, type SnapshotOptions } from '../snapshot/snapshot.js'
import { reloadedOnce } from './reloaded-once.js'

/** A temporary app folder and the folder of its snapshots. */
export interface AppFolder {
  readonly folder: string
  readonly snapshotDir: string
  readonly write: (path: string, text: string) => Promise<void>
  readonly reload: (sources?: Record<string, string>) => ReturnType<typeof reloadApp>
}

/** Makes an app folder with the given files for the time of a test. */
export const withAppFolder = async <T>(
  files: Readonly<Record<string, string>>,
  use: (app: AppFolder) => Promise<T>,
): Promise<T> => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-app-'))
  const folder = join(root, 'app')
  const snapshotDir = join(root, 'snapshots')
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  try {
    for (const [path, text] of Object.entries(files)) await write(path, text)
    return await use({
      folder,
      snapshotDir,
      write,
      reload: (sources = {}) => reloadApp({ appFolder: folder, sources, snapshotDir }),
    })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** Reloads a data script and hands its opened snapshot to the test. */
export const withSnapshot = <T>(
  dataSql: string,
  use: (snapshot: Snapshot) => Promise<T>,
  options: SnapshotOptions = {},
): Promise<T> =>
  withAppFolder({ 'data.sql': dataSql }, async (app) => {
    await reloadedOnce(app.folder, app.snapshotDir)
    const snapshot = await openSnapshot(app.snapshotDir, options)
    try {
      return await use(snapshot)
    } finally {
      snapshot.close()
    }
  })

export const principal = (subject: string, ...groups: string[]): Principal => ({
  tenantId: 'tenant',
  userId: subject,
  subject,
  groups,
})

/** Opens a view for a subject without groups. */
export const contextOf = async (
  snapshot: Snapshot,
  subject = 'anybody',
  selections: SelectionState = noSelections,
): Promise<EvaluationContext> => ({ view: await openDataView(snapshot, principal(subject)), selections })
