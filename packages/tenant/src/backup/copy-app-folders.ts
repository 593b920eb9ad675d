import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'

/** An app and its folder, as its row says. */
export interface RegisteredFolder {
  readonly tenant_id: string
  readonly id: string
  readonly folder: string
}

/** A folder of an app, where it lies and where its copy is; without one where the folder is gone. */
export interface FolderCopy {
  readonly appId: string
  readonly folder: string
  readonly copy: string | null
}

/** What is fetched anew rather than kept. */
const left = new Set(['node_modules', '.git'])

/** Copies the folders of apps that lie outside of the data folder, by tenant and app. */
export const copyAppFolders = async (apps: readonly RegisteredFolder[], to: string): Promise<readonly FolderCopy[]> => {
  const copies: FolderCopy[] = []
  for (const { tenant_id, id, folder } of apps) {
    // A relative one is a folder that the tenant keeps itself.
    if (!isAbsolute(folder)) continue
    const isThere = existsSync(folder)
    const copy = join('app-folders', tenant_id, id)
    if (isThere) {
      await cp(folder, join(to, tenant_id, id), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !left.has(basename(path)),
      })
    }
    copies.push({ appId: id, folder, copy: isThere ? copy : null })
  }
  return copies
}
