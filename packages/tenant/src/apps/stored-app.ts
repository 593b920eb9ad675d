import type { Config } from '../config/options.js'
import type { StoredApp } from '../engine-host/engine-host.js'
import type { App } from './app-rows.js'
import { appFolder } from './folders/app-folder.js'
import { snapshotDir } from './snapshot-dir.js'

/** Where an app lies, as engines are told. */
export const storedApp = (config: Config, app: App): StoredApp => ({
  tenantId: app.tenant_id,
  appId: app.id,
  folder: appFolder(config, app),
  snapshotDir: snapshotDir(config, app.tenant_id, app.id),
})
