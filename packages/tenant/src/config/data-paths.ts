import { join, resolve } from 'node:path'
import type { Config } from './options.js'

/** Where the tenant keeps its files; absolute paths. */
export interface DataPaths {
  /** Path of the libSQL file, or the PostgreSQL URL. */
  readonly store: string
  readonly masterKeyFile: string
  /** Holds the id under which this node writes its audit chains. */
  readonly nodeIdFile: string
  /** Tells where the tenant was served last. */
  readonly servedAddressFile: string
  /** Folder of app snapshots. */
  readonly apps: string
  /** Where data of session apps is made; it is removed once it is open. */
  readonly sessionApps: string
}

/** Derives the file locations from the configuration. */
export const dataPaths = (config: Config): DataPaths => {
  const dataDir = resolve(config.dataDir)
  return {
    store: config.store ?? join(dataDir, 'tenant.db'),
    masterKeyFile: resolve(config.masterKeyFile ?? join(dataDir, 'master.key')),
    nodeIdFile: join(dataDir, 'node-id'),
    servedAddressFile: join(dataDir, 'served-address.json'),
    apps: join(dataDir, 'apps'),
    sessionApps: join(dataDir, 'session-apps'),
  }
}
