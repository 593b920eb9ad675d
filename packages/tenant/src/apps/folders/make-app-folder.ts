import { link, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config/options.js'
import { syncToDisk, syncTree } from '../../files/sync-to-disk.js'
import { tenantFiles } from '../../files/tenant-files.js'
import { madeFolder } from './app-folder.js'

/** Where a folder is made, and how it gets its name. */
export interface FolderMaking {
  readonly config: Config
  readonly tenant: { readonly id: string }
  readonly randomness: { readonly bytes: (count: number) => Buffer }
}

/**
 * Makes an app folder that the tenant keeps. It is on the disk as a whole, or not there. Nothing in it changes later on: a
 * changed app gets another folder, so that the row that names the folder switches all of it at once.
 *
 * @param fill writes its files
 * @returns what the `folder` of the app's row is to be
 * @throws what `fill` throws; nothing is left behind
 */
export const makeAppFolder = async (
  { config, tenant, randomness }: FolderMaking,
  fill: (folder: string) => Promise<void>,
): Promise<string> => {
  const folders = tenantFiles(config, tenant.id, 'app-folders')
  const name = randomness.bytes(12).toString('hex')
  const unfinished = join(folders, `${name}.part`)
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  try {
    await fill(unfinished)
    await syncTree(unfinished)
    await rename(unfinished, join(folders, name))
    await syncToDisk(folders)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
  return madeFolder(name)
}

/**
 * Gives a new folder the files of another one that the tenant keeps, without copying them. To change one of them, remove
 * it first: both folders share the bytes.
 */
export const linkFiles = async (from: string, to: string): Promise<void> => {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      await mkdir(target, { mode: 0o700 })
      await linkFiles(source, target)
    } else if (entry.isFile()) await link(source, target)
  }
}
