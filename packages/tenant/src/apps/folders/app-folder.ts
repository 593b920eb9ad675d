import { join } from 'node:path'
import type { Config } from '../../config/options.js'
import { tenantFiles } from '../../files/tenant-files.js'
import type { App } from '../app-rows.js'

const madePrefix = 'made/'

/** What `folder` of an app's row says of a folder that the tenant keeps, by its name among them. */
export const madeFolder = (name: string): string => `${madePrefix}${name}`

/** The name of a folder that the tenant keeps; undefined for one of the operator, which the tenant never changes. */
export const madeFolderName = ({ folder }: Pick<App, 'folder'>): string | undefined =>
  folder.startsWith(madePrefix) ? folder.slice(madePrefix.length) : undefined

/** Absolute path of an app's folder, wherever the data folder lies now. */
export const appFolder = (config: Config, app: Pick<App, 'tenant_id' | 'folder'>): string => {
  const name = madeFolderName(app)
  return name === undefined ? app.folder : join(tenantFiles(config, app.tenant_id, 'app-folders'), name)
}
