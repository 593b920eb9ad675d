import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/options.js'
import { tenantFiles } from '../../files/tenant-files.js'
import type { App } from '../app-rows.js'
import { snapshotDir } from '../snapshot-dir.js'

const madePrefix = 'made/'

/** What `folder` of an app's row says of a folder that the tenant keeps, by its name among them. */
export const madeFolder = (name: string): string => `${madePrefix}${name}`

/** The name of a folder that the tenant keeps; undefined for one of the operator, which the tenant never changes. */
export const madeFolderName = ({ folder }: Pick<App, 'folder'>): string | undefined =>
  folder.startsWith(madePrefix) ? folder.slice(madePrefix.length) : undefined

/**
 * Absolute path of an app's folder, wherever the data folder lies now. A folder of the operator that is on another node
 * has its copy beside the snapshots here.
 */
export const appFolder = (config: Config, app: Pick<App, 'tenant_id' | 'id' | 'folder'>): string => {
  const name = madeFolderName(app)
  if (name !== undefined) return join(tenantFiles(config, app.tenant_id, 'app-folders'), name)
  if (isAppFolder(app.folder)) return app.folder
  const copy = folderCopy(config, app)
  return isAppFolder(copy) ? copy : app.folder
}

/** Where the copy of an operator's folder is kept that is on another node. */
export const folderCopy = (config: Config, app: Pick<App, 'tenant_id' | 'id'>): string =>
  join(snapshotDir(config, app.tenant_id, app.id), 'folder')

/** Whether there is an app folder. */
export const isAppFolder = (path: string): boolean => existsSync(join(path, 'app.json'))
