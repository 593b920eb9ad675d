import { UnderstudyError } from '@understudy/contract'
import { addApp } from '../../apps/add-app.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'
import { reportReload, showProgress } from './reload-output.js'

const now = (): string => new Date().toISOString()

/** `understudy app add <folder>`: registers an app folder and loads its data. */
export const appAddCommand: Command = {
  name: 'app add',
  usage: '<folder>',
  summary: 'Register an app folder with the tenant and load its data.',
  flags: {
    space: {
      type: 'string',
      value: 'name',
      explanation: 'Name of the space to put it into; new apps go into "Shared", for everyone.',
    },
    ...tenantFlag,
    ...jsonFlag,
  },
  run: (invocation) =>
    withOperatorContext(invocation, async (context) => {
      const { config, flags, positionals, stdout, stderr } = invocation
      const [folder] = positionals
      if (folder === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the app folder.')
      const { id, name } = await addApp(context, folder, typeof flags.space === 'string' ? flags.space : undefined)
      const onProgress = showProgress(stderr)
      const report = await reloadRegisteredApp({
        store: context.store,
        config,
        tenantId: context.tenant.id,
        appId: id,
        now,
        onProgress,
      })
      stdout.write(reportReload({ id, name }, report, flags.json === true))
      return 0
    }),
}
