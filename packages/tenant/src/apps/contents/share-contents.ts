import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { currentSnapshotId, makeWorkFolder, snapshotFileName } from '@understudy/engine'
import type { Config } from '../../config/options.js'
import { isShared } from '../../store/open-store.js'
import { runTransaction } from '../../store/run-transaction.js'
import type { Store, StoreTransaction } from '../../store/schema.js'
import { type App, appUnknown } from '../app-rows.js'
import { appFolder, isAppFolder, madeFolderName } from '../folders/app-folder.js'
import { writeArchive } from '../folders/write-archive.js'
import { snapshotDir } from '../snapshot-dir.js'
import { bringContents } from './bring-contents.js'
import { type FileOwner, hasParts, type KeptFile, writeParts } from './file-parts.js'

/** How often it is tried while other nodes share other contents of the same app. */
const mostAttempts = 3

/** Milliseconds for which the folder of a sharing that was interrupted is left alone. */
const patience = 3_600_000

/** What sharing needs. */
export interface ContentsContext {
  readonly store: Store
  readonly config: Config
}

/** What has to be known of an app to share it. */
export type SharedApp = Pick<App, 'tenant_id' | 'id' | 'folder'>

/** A finished snapshot. */
export interface SnapshotFile {
  readonly id: string
  readonly file: string
}

/** What is about to be served by all nodes: its parts are in the store. */
export interface PreparedContents {
  readonly owner: FileOwner
  /** `undefined` where the folder that is kept stays. */
  readonly folder: { readonly name: string; readonly file: KeptFile } | undefined
  readonly snapshot: { readonly id: string; readonly file: KeptFile } | undefined
}

/**
 * Writes the folder of an app, and its data, into the store that the nodes share, ahead of the transaction that makes
 * them serve these: `keepContents`.
 *
 * @param snapshot the data; left out, it stays what it is
 * @returns undefined where the store is a file, which one node has for itself
 */
export const prepareContents = async (
  context: ContentsContext,
  app: SharedApp,
  snapshot?: SnapshotFile,
): Promise<PreparedContents | undefined> => {
  const { store } = context
  if (!isShared(store)) return undefined
  const owner = { tenantId: app.tenant_id, appId: app.id }
  const file = (await hasFolder(store, app)) ? undefined : await writeFolder(context, owner, app)
  return {
    owner,
    folder: file && { name: app.folder, file },
    snapshot: snapshot && { id: snapshot.id, file: await writeParts(store, owner, snapshot.file) },
  }
}

/**
 * Makes all nodes serve what was prepared, once the transaction is committed.
 *
 * @returns false where another node dropped a part meanwhile, having shared something else
 */
export const keepContents = async (
  transaction: StoreTransaction,
  { owner, folder, snapshot }: PreparedContents,
): Promise<boolean> => {
  // Locks the row: one node after the other says what is kept.
  const former = await transaction
    .selectFrom('app_contents')
    .selectAll()
    .where('tenant_id', '=', owner.tenantId)
    .where('app_id', '=', owner.appId)
    .forUpdate()
    .executeTakeFirst()
  for (const kept of [folder, snapshot])
    if (kept !== undefined && !(await hasParts(transaction, owner, kept.file))) return false
  const contents = {
    ...(folder && { folder: folder.name, folder_digest: folder.file.digest }),
    ...(snapshot && { snapshot_id: snapshot.id, snapshot_digest: snapshot.file.digest }),
  }
  const row = { folder: '', folder_digest: '', snapshot_digest: null, ...former, ...contents }
  if (former === undefined && folder === undefined) return false
  if (Object.keys(contents).length === 0) return true
  await transaction
    .insertInto('app_contents')
    .values({ ...row, tenant_id: owner.tenantId, app_id: owner.appId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'app_id']).doUpdateSet(contents))
    .execute()
  if (former !== undefined) await dropOthers(transaction, owner, [row.folder_digest, row.snapshot_digest])
  return true
}

/**
 * Makes all nodes serve the folder of an app as its row names it, and its data. Does nothing where the store is a file.
 *
 * @param snapshot the data; left out, it stays what it is
 * @throws UnderstudyError APP-UNKNOWN where it was deleted meanwhile; the database's error: then the nodes go on serving
 *   what they did
 */
export const shareContents = async (
  context: ContentsContext,
  app: SharedApp,
  snapshot?: SnapshotFile,
): Promise<void> => {
  let current = app
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const prepared = await prepareContents(context, current, snapshot)
    if (prepared === undefined) return
    const { folder } = current
    const outcome = await runTransaction(context.store, async (transaction) => {
      const row = await lockedApp(transaction, prepared.owner)
      if (row === undefined) throw appUnknown(app.id)
      return row.folder === folder ? await keepContents(transaction, prepared) : row
    })
    if (outcome === true) return
    if (outcome === false) continue
    // Its files were changed meanwhile, perhaps on another node: theirs are newer.
    await bringContents(context, outcome, 'folder')
    current = outcome
  }
  throw new UnderstudyError('APP-CHANGED', 'The app was changed or loaded again and again meanwhile.')
}

const lockedApp = (transaction: StoreTransaction, { tenantId, appId }: FileOwner): Promise<App | undefined> =>
  transaction
    .selectFrom('apps')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', appId)
    .forUpdate()
    .executeTakeFirst()

/** Whether the folder is kept already: one that a user's app has never changes. */
const hasFolder = async (store: Store, app: SharedApp): Promise<boolean> => {
  if (madeFolderName(app) === undefined) return false
  const row = await store
    .selectFrom('app_contents')
    .select('folder')
    .where('tenant_id', '=', app.tenant_id)
    .where('app_id', '=', app.id)
    .executeTakeFirst()
  return row?.folder === app.folder
}

/**
 * Shares what this node served before the nodes shared it; where two have done so, the first one's stays.
 *
 * @param onFailure told of an app that cannot be shared, which keeps no other one from it
 */
export const shareUnshared = async (
  context: ContentsContext,
  onFailure: (error: unknown, appId: string) => void,
): Promise<void> => {
  const { store, config } = context
  if (!isShared(store)) return
  const apps = await store
    .selectFrom('apps')
    .leftJoin('app_contents', (join_) =>
      join_.onRef('app_contents.tenant_id', '=', 'apps.tenant_id').onRef('app_contents.app_id', '=', 'apps.id'),
    )
    .selectAll('apps')
    .where('app_contents.app_id', 'is', null)
    .execute()
  for (const app of apps) {
    if (!isAppFolder(appFolder(config, app))) continue
    try {
      const prepared = await prepareContents(context, app, await snapshotOf(snapshotDir(config, app.tenant_id, app.id)))
      if (prepared === undefined) continue
      await runTransaction(store, async (transaction) => {
        await lockedApp(transaction, prepared.owner)
        if (!(await isKept(transaction, prepared.owner))) await keepContents(transaction, prepared)
      })
    } catch (error) {
      onFailure(error, app.id)
    }
  }
}

const isKept = async (transaction: StoreTransaction, { tenantId, appId }: FileOwner): Promise<boolean> => {
  const row = await transaction
    .selectFrom('app_contents')
    .select('app_id')
    .where('tenant_id', '=', tenantId)
    .where('app_id', '=', appId)
    .executeTakeFirst()
  return row !== undefined
}

/** The snapshot that serves in a folder of snapshots. */
export const snapshotOf = async (snapshots: string): Promise<SnapshotFile | undefined> => {
  const id = await currentSnapshotId(snapshots)
  return id === undefined ? undefined : { id, file: join(snapshots, snapshotFileName(id)) }
}

const writeFolder = async ({ store, config }: ContentsContext, owner: FileOwner, app: SharedApp): Promise<KeptFile> => {
  const work = await makeWorkFolder(snapshotDir(config, owner.tenantId, owner.appId), patience)
  try {
    const archive = join(work, 'folder.zip')
    await writeArchive(appFolder(config, app), archive)
    return await writeParts(store, owner, archive)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A node that is just reading what is dropped begins anew. */
const dropOthers = async (
  transaction: StoreTransaction,
  { tenantId, appId }: FileOwner,
  kept: readonly (string | null)[],
): Promise<void> => {
  await transaction
    .deleteFrom('app_content_parts')
    .where('tenant_id', '=', tenantId)
    .where('app_id', '=', appId)
    .where(
      'digest',
      'not in',
      kept.filter((digest) => digest !== null),
    )
    .execute()
}
