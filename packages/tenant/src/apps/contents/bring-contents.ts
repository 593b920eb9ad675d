import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { currentSnapshotId, makeWorkFolder, publishSnapshot } from '@understudy/engine'
import { syncToDisk, syncTree } from '../../files/sync-to-disk.js'
import { isShared } from '../../store/open-store.js'
import type { AppContentRow } from '../../store/schema.js'
import type { App } from '../app-rows.js'
import { appFolder, folderCopy, isAppFolder, madeFolderName } from '../folders/app-folder.js'
import { extractArchive } from '../folders/extract-archive.js'
import { snapshotDir } from '../snapshot-dir.js'
import { readParts } from './file-parts.js'
import type { ContentsContext } from './share-contents.js'

/** How often a file is asked for that other nodes go on replacing. */
const mostAttempts = 5

/** Milliseconds for which the folder of what was interrupted is left alone. */
const patience = 3_600_000

/** What of an app is used. */
type Wanted = 'folder' | 'folder and data'

/** The last one to bring an app, by the folder of its snapshots. */
const underway = new Map<string, Promise<void>>()

/**
 * Brings the folder and the data of an app here that all nodes serve, where this node has others: call it before either
 * is used. Does nothing where the store is a file.
 *
 * @param wanted what is used of it
 * @throws UnderstudyError ENGINE-SNAPSHOT-DAMAGED where what the store has is not what was kept; the database's error
 */
export const bringContents = async (
  context: ContentsContext,
  app: App,
  wanted: Wanted = 'folder and data',
): Promise<void> => {
  if (!isShared(context.store)) return
  // One after the other, each by what is served when its turn comes.
  const key = snapshotDir(context.config, app.tenant_id, app.id)
  const mine = (underway.get(key) ?? Promise.resolve()).then(() => bring(context, app, wanted))
  const settled = mine.catch(() => undefined)
  underway.set(key, settled)
  try {
    await mine
  } finally {
    if (underway.get(key) === settled) underway.delete(key)
  }
}

const bring = async (context: ContentsContext, app: App, wanted: Wanted): Promise<void> => {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const row = await context.store
      .selectFrom('app_contents')
      .selectAll()
      .where('tenant_id', '=', app.tenant_id)
      .where('app_id', '=', app.id)
      .executeTakeFirst()
    if (row === undefined) return
    if ((await bringFolder(context, app, row)) && (wanted === 'folder' || (await bringData(context, app, row)))) return
  }
  throw new UnderstudyError('ENGINE-SNAPSHOT-DAMAGED', 'what the store keeps of the app has another digest')
}

/** @returns false where what was to be read has been replaced meanwhile */
const bringData = async ({ store, config }: ContentsContext, app: App, row: AppContentRow): Promise<boolean> => {
  const snapshots = snapshotDir(config, app.tenant_id, app.id)
  const { snapshot_id: id, snapshot_digest: digest } = row
  if (id === null || digest === null || id === (await currentSnapshotId(snapshots).catch(() => undefined))) return true
  return inWorkFolder(snapshots, async (work) => {
    const file = join(work, 'snapshot.duckdb')
    if (!(await readParts(store, owner(row), digest, file))) return false
    await publishSnapshot(snapshots, id, file)
    return true
  })
}

/** A folder that a user's app was changed to is another one each time; of an operator's, the copy is replaced. */
const bringFolder = async (context: ContentsContext, app: App, row: AppContentRow): Promise<boolean> => {
  const { config } = context
  const isMade = madeFolderName(app) !== undefined
  const path = isMade ? appFolder(config, app) : folderCopy(config, app)
  if (isMade ? row.folder !== app.folder || isAppFolder(path) : isAppFolder(app.folder)) return true
  const note = `${path}.digest`
  if (!isMade && isAppFolder(path) && (await readFile(note, 'utf8').catch(() => '')) === row.folder_digest) return true
  return inWorkFolder(snapshotDir(config, app.tenant_id, app.id), async (work) => {
    const archive = join(work, 'folder.zip')
    if (!(await readParts(context.store, owner(row), row.folder_digest, archive))) return false
    const unpacked = join(work, 'folder')
    await mkdir(unpacked)
    await extractArchive(archive, unpacked, 'packed by us')
    await syncTree(unpacked)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    if (!isMade) await rename(path, join(work, 'former')).catch(() => undefined)
    await rename(unpacked, path)
    await syncToDisk(dirname(path))
    if (!isMade) await writeFile(note, row.folder_digest)
    return true
  })
}

const owner = ({ tenant_id: tenantId, app_id: appId }: AppContentRow) => ({ tenantId, appId })

const inWorkFolder = async <T>(snapshots: string, work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await makeWorkFolder(snapshots, patience)
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
