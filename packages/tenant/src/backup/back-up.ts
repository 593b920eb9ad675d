import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { dataPaths } from '../config/data-paths.js'
import type { Config } from '../config/options.js'
import { syncToDisk, syncTree } from '../files/sync-to-disk.js'
import { copyLibsqlFile } from '../store/copy-libsql.js'
import { openHandle } from '../store/libsql-handle.js'
import { copyAppFolders, type FolderCopy, type RegisteredFolder } from './copy-app-folders.js'
import { copySnapshots } from './copy-snapshots.js'

/** What a backup holds beside the store. */
export interface Backup {
  /** Absolute path of its folder. */
  readonly folder: string
  readonly snapshots: number
  readonly appFolders: readonly FolderCopy[]
  readonly masterKey: boolean
}

/**
 * Copies a tenant that may be running to a folder that can be served as it is: the store as of one moment, the snapshots
 * of apps, and their folders. It is whole or not there: it grows under another name, is written to the disk, and renamed.
 *
 * @param target path of a folder that does not exist
 * @param withMasterKey also copies the file of the master key; with it, whoever has the copy reads the private keys
 * @throws UnderstudyError `BACKUP-EXISTS`, `BACKUP-POSTGRES`, `SERVE-NO-TENANT`, `MASTER-KEY-MISSING`
 */
export const backUp = async (config: Config, target: string, withMasterKey: boolean): Promise<Backup> => {
  const paths = dataPaths(config)
  const folder = resolve(target)
  if (/^postgres(ql)?:\/\//.test(paths.store)) {
    throw new UnderstudyError('BACKUP-POSTGRES', 'The store is in PostgreSQL, which copies itself: use pg_dump.')
  }
  if (existsSync(folder)) throw new UnderstudyError('BACKUP-EXISTS', `${folder} exists, and nothing is overwritten.`)
  if (!existsSync(paths.store)) throw new UnderstudyError('SERVE-NO-TENANT', `There is no file ${paths.store}.`)
  if (withMasterKey && !existsSync(paths.masterKeyFile)) {
    throw new UnderstudyError('MASTER-KEY-MISSING', `There is no file ${paths.masterKeyFile}.`)
  }
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const growing = await mkdtemp(join(dirname(folder), `${basename(folder)}.partial-`))
  try {
    const store = join(growing, 'tenant.db')
    copyLibsqlFile(paths.store, store)
    await chmod(store, 0o600)
    if (existsSync(paths.nodeIdFile)) await copyFile(paths.nodeIdFile, join(growing, 'node-id'))
    if (withMasterKey) await copyFile(paths.masterKeyFile, join(growing, 'master.key'))
    const snapshots = await copySnapshots(paths.apps, join(growing, 'apps'))
    const appFolders = await copyAppFolders(registeredFolders(store), join(growing, 'app-folders'))
    await syncTree(growing)
    await rename(growing, folder)
    await syncToDisk(dirname(folder))
    return { folder, snapshots, appFolders, masterKey: withMasterKey }
  } catch (error) {
    await rm(growing, { recursive: true, force: true })
    throw error
  }
}

/** Reads the copy as it is, which also proves that it opens: a store opened to be served would be brought to a new schema. */
const registeredFolders = (file: string): readonly RegisteredFolder[] => {
  const handle = openHandle(file)
  try {
    return handle.execute<RegisteredFolder>({ sql: 'select tenant_id, id, folder from apps', parameters: [] }).rows
  } finally {
    handle.close()
  }
}
