import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { currentSnapshotId, makeWorkFolder, snapshotFileName } from '@understudy/engine'
import type { Config } from '../../config/options.js'
import { isShared } from '../../store/open-store.js'
import { runTransaction } from '../../store/run-transaction.js'
import type { Store, StoreTransaction } from '../../store/schema.js'
import type { App } from '../app-rows.js'
import { appFolder } from '../folders/app-folder.js'
import { writeArchive } from '../folders/write-archive.js'
import { snapshotDir } from '../snapshot-dir.js'
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

/** A finished snapshot. */
export interface SnapshotFile {
  readonly id: string
  readonly file: string
}

/**
 * Keeps the folder of an app, and its data, in the store that the nodes share, so that every node serves these from now
 * on. Does nothing where the store is a file, which one node has for itself.
 *
 * @param snapshot the data; left out, it stays what it is
 * @throws the database's error; then the nodes go on serving what they did
 */
export const shareContents = async (
  { store, config }: ContentsContext,
  app: Pick<App, 'tenant_id' | 'id' | 'folder'>,
  snapshot?: SnapshotFile,
): Promise<void> => {
  if (!isShared(store)) return
  for (let attempt = 1; attempt <= mostAttempts; attempt++) if (await share({ store, config }, app, snapshot)) return
  throw new UnderstudyError('APP-CHANGED', 'Other nodes loaded the app again and again meanwhile.')
}

/** @returns whether it is shared; it is not where another node dropped a part meanwhile, having shared something else */
const share = async (
  { store, config }: ContentsContext,
  app: Pick<App, 'tenant_id' | 'id' | 'folder'>,
  snapshot: SnapshotFile | undefined,
): Promise<boolean> => {
  const owner = { tenantId: app.tenant_id, appId: app.id }
  const folder = await shareFolder({ store, config }, owner, app)
  const data = snapshot && (await writeParts(store, owner, snapshot.file))
  const contents = {
    folder: app.folder,
    folder_digest: folder.digest,
    ...(snapshot && data && { snapshot_id: snapshot.id, snapshot_digest: data.digest }),
  }
  return runTransaction(store, async (transaction) => {
    // Locks the row: one node after the other says what is kept.
    const former = await transaction
      .selectFrom('app_contents')
      .selectAll()
      .where('tenant_id', '=', owner.tenantId)
      .where('app_id', '=', owner.appId)
      .forUpdate()
      .executeTakeFirst()
    for (const file of data === undefined ? [folder] : [folder, data])
      if (!(await hasParts(transaction, owner, file))) return false
    const row = await transaction
      .insertInto('app_contents')
      .values({ tenant_id: owner.tenantId, app_id: owner.appId, ...contents })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'app_id']).doUpdateSet(contents))
      .returning(['folder_digest', 'snapshot_digest'])
      .executeTakeFirstOrThrow()
    if (former !== undefined) await dropOthers(transaction, owner, [row.folder_digest, row.snapshot_digest])
    return true
  })
}

/** Shares what this node served before the nodes shared it; where two have done so, the first one's stays. */
export const shareUnshared = async (context: ContentsContext): Promise<void> => {
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
    const snapshot = await snapshotOf(snapshotDir(config, app.tenant_id, app.id))
    if (snapshot !== undefined) await shareContents(context, app, snapshot)
  }
}

/** The snapshot that serves in a folder of snapshots. */
export const snapshotOf = async (snapshots: string): Promise<SnapshotFile | undefined> => {
  const id = await currentSnapshotId(snapshots)
  return id === undefined ? undefined : { id, file: join(snapshots, snapshotFileName(id)) }
}

const shareFolder = async (
  { store, config }: ContentsContext,
  owner: FileOwner,
  app: Pick<App, 'tenant_id' | 'id' | 'folder'>,
): Promise<KeptFile> => {
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
