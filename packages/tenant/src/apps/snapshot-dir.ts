import { join } from 'node:path'
import { dataPaths } from '../config/data-paths.js'
import type { Config } from '../config/options.js'

/** Folder of the snapshots of one app of one tenant. Both ids are safe file names by their making. */
export const snapshotDir = (config: Config, tenantId: string, appId: string): string =>
  join(dataPaths(config).apps, tenantId, appId)
