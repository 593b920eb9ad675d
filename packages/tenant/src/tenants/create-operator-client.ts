import { grantTypes, operatorScopes, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { newClientSecret } from '../clients/client-secret.js'
import { insertClient } from '../clients/insert-client.js'
import { createTenant } from './create-tenant.js'
import { firstClient } from './first-clients.js'
import type { InitialisationDependencies, InitialisedTenant } from './initialise-tenant.js'

/** Where the operator's requests are answered. */
export interface OperatorAddress {
  readonly hostname: string
  /** Public origin, or null where it follows from the listening address and the host name. */
  readonly origin: string | null
}

/**
 * Makes a client with which the operator makes and deactivates tenants (contract 1.8, 4.12). It lives in a tenant of its
 * own, made with the first such client: no customer's administrator can give themselves a secret of it.
 *
 * @param address of the operator's tenant; needed for the first client only
 * @throws UnderstudyError `CLI-USAGE` without an address where one is needed, `TENANTS-HOSTNAME-TAKEN`
 */
export const createOperatorClient = async (
  dependencies: InitialisationDependencies,
  clientName: string,
  address: OperatorAddress | undefined,
): Promise<InitialisedTenant> => {
  const { store, createKeys, clock, randomness } = dependencies
  const createdAt = new Date(clock()).toISOString()
  const existing = await store
    .selectFrom('tenants')
    .select('tenant_id')
    .where('kind', '=', 'operator')
    .executeTakeFirst()
  if (existing === undefined && address === undefined) {
    throw new UnderstudyError('CLI-USAGE', 'Give the --hostname under which the operator is reached.')
  }
  const tenant = { id: existing?.tenant_id ?? randomness.uuid() }
  const clientId = randomness.bytes(16).toString('hex')
  const secret = newClientSecret(randomness.bytes)
  const actor = { type: 'operator', id: 'command line' } as const

  await auditedChange({ ...dependencies, tenant }, async (transaction, note) => {
    if (existing === undefined && address !== undefined) {
      const { hostname, origin } = address
      const hostnames = [hostname]
      await createTenant(transaction, {
        id: tenant.id,
        name: 'Operator',
        origin,
        hostnames,
        kind: 'operator',
        createdAt,
      })
      await createKeys(transaction, tenant.id)
      note({ event: 'tenant.created', outcome: 'success', actor, subject: tenant.id })
    }
    await insertClient(transaction, tenant.id, {
      id: clientId,
      appType: 'web',
      settings: {
        ...firstClient,
        clientName,
        description: 'Makes, deactivates and reactivates tenants.',
        allowedScopes: [...operatorScopes],
        allowedGrantTypes: [grantTypes.clientCredentials],
      },
      consentMethod: 'trusted',
      secret,
      createdBy: null,
      createdByType: 'operator',
      createdAt,
    })
    note({ event: 'oauth-client.created', outcome: 'success', actor, subject: clientId })
  })
  return { tenantId: tenant.id, clientId, clientSecret: secret.secret }
}
