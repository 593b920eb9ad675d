import type { rest } from '@understudy/contract'
import { clientRecords } from '../../clients/client-rows.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withTenantStore } from '../tenant-store.js'

/** `understudy client list`. */
export const clientListCommand: Command = {
  name: 'client list',
  summary: 'Show the OAuth clients of the tenant, with their grants, scopes and origins.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const rows = await store
        .selectFrom('oauth_clients')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('name_folded')
        .execute()
      const clients = await clientRecords(store, tenantId, rows)
      invocation.stdout.write(
        invocation.flags.json === true ? `${JSON.stringify(clients)}\n` : clients.map(describe).join(''),
      )
      return 0
    }),
}

const describe = (client: rest.OAuthClient): string => {
  const { clientId, clientName, appType, disableTag, allowedGrantTypes, allowedScopes, allowedOrigins } = client
  const state = disableTag === undefined ? '' : `, disabled: ${disableTag}`
  const lines = [
    `${clientId}  ${clientName}  (${appType}${state})`,
    ...Object.entries({ grants: allowedGrantTypes, scopes: allowedScopes, origins: allowedOrigins })
      .filter(([, values]) => values !== undefined && values.length > 0)
      .map(([label, values]) => `  ${label.padEnd(8)} ${values?.join(' ')}`),
  ]
  return `${lines.join('\n')}\n`
}
