import { UnderstudyError } from '@understudy/contract'
import { addApp } from '../../apps/add-app.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import { type Command, jsonFlag } from '../command.js'
import { tenantFlag, withTenantStore } from '../tenant-store.js'
import { reportReload, showProgress } from './reload-output.js'

const now = (): string => new Date().toISOString()

/** `understudy app add <folder>`: registers an app folder and loads its data. */
export const appAddCommand: Command = {
  name: 'app add',
  usage: '<folder>',
  summary: 'Register an app folder with the tenant and load its data.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const { config, flags, positionals, stdout, stderr } = invocation
      const [folder] = positionals
      if (folder === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the app folder.')
      const { id, name } = await addApp(store, tenantId, folder, now())
      const onProgress = showProgress(stderr)
      const report = await reloadRegisteredApp({ store, config, tenantId, appId: id, now, onProgress })
      stdout.write(reportReload({ id, name }, report, flags.json === true))
      return 0
    }),
}
