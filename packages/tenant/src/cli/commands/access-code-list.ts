import { UnderstudyError } from '@understudy/contract'
import { listAccessCodes } from '../../clients/access-codes/list-access-codes.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withTenantStore } from '../tenant-store.js'

/** `understudy access-code list <client id>`. */
export const accessCodeListCommand: Command = {
  name: 'access-code list',
  usage: '<client id>',
  summary: 'Show the access codes of a client, with their apps and ends; never the codes.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const [clientId] = invocation.positionals
      if (clientId === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the client id.')
      const codes = await listAccessCodes(store, tenantId, clientId, Date.now())
      const lines = codes.map(
        ({ id, hint, appId, status, expiresAt }) => `${id}  ${hint}...  app ${appId}  ${status}, until ${expiresAt}\n`,
      )
      invocation.stdout.write(invocation.flags.json === true ? `${JSON.stringify(codes)}\n` : lines.join(''))
      return 0
    }),
}
