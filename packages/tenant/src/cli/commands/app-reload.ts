import { UnderstudyError } from '@understudy/contract'
import { addApp } from '../../apps/add-app.js'
import { readApp } from '../../apps/app-rows.js'
import { madeFolderName } from '../../apps/folders/app-folder.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'
import { reportReload, showProgress } from './reload-output.js'

const now = (): string => new Date().toISOString()

/** `understudy app reload <app id>`: loads the data of an app again. A failed reload changes nothing that is served. */
export const appReloadCommand: Command = {
  name: 'app reload',
  usage: '<app id>',
  summary: 'Load the data of an app again. When it fails, the data before it goes on serving.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: (invocation) =>
    withOperatorContext(invocation, async (context) => {
      const { config, flags, positionals, stdout, stderr } = invocation
      const [appId] = positionals
      if (appId === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the id of the app.')
      const { store, tenant } = context
      const app = await readApp(store, tenant.id, appId)
      const { id, name } = madeFolderName(app) === undefined ? await addApp(context, app.folder) : app
      const onProgress = showProgress(stderr)
      const report = await reloadRegisteredApp({ store, config, tenantId: tenant.id, appId: id, now, onProgress })
      stdout.write(reportReload({ id, name }, report, flags.json === true))
      return 0
    }),
}
