import { type App, listApps } from '../../apps/app-rows.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withTenantStore } from '../tenant-store.js'

/** `understudy app list`: the apps of the tenant. */
export const appListCommand: Command = {
  name: 'app list',
  summary: 'Show the apps of the tenant, with their folders and last reloads.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const apps = await listApps(store, tenantId)
      invocation.stdout.write(
        invocation.flags.json === true ? `${JSON.stringify(apps.map(summary))}\n` : describe(apps),
      )
      return 0
    }),
}

const summary = ({ id, name, folder, last_reload_at, reload_status }: App) => ({
  id,
  name,
  folder,
  lastReloadAt: last_reload_at,
  reloadStatus: reload_status,
})

const describe = (apps: readonly App[]): string =>
  apps.length === 0
    ? 'There are no apps. `understudy app add <folder>` adds one.\n'
    : apps.map(({ id, name, last_reload_at }) => `${id}  ${name}  (${last_reload_at ?? 'never reloaded'})\n`).join('')
