import { join } from 'node:path'
import { dataPaths } from '../config/data-paths.js'
import type { Config } from '../config/options.js'

/** What the tenant keeps as files beside the snapshots of its apps, whose ids have no dots. */
export type FileKind = 'app-folders' | 'temp-contents' | 'data-files' | 'exports'

/** The folder of a tenant's files of one kind. It goes with the tenant's snapshots when the tenant is purged. */
export const tenantFiles = (config: Config, tenantId: string, kind: FileKind): string =>
  join(dataPaths(config).apps, tenantId, `.${kind}`)
