import { grantTypes, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { openAuditJournal } from '../audit/journal.js'
import type { ClientSettings } from '../clients/client-rules.js'
import { newClientSecret } from '../clients/client-secret.js'
import { insertClient } from '../clients/insert-client.js'
import type { Store, StoreTransaction } from '../store/schema.js'
import { createTenant } from './create-tenant.js'
import type { Randomness } from './tenant-context.js'

/** What making a tenant needs. */
export interface InitialisationDependencies {
  readonly store: Store
  /** Makes the tenant's first signing keys. */
  readonly createKeys: (transaction: StoreTransaction, tenantId: string) => Promise<void>
  readonly nodeId: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly randomness: Randomness
}

/** How the new tenant is called and reached. */
export interface TenantDescription {
  readonly name: string
  readonly hostnames: readonly string[]
  /** Public origin, or null where it follows from the listening address. */
  readonly origin: string | null
}

/** The new tenant and the credentials of its first client; the secret is told here and never again. */
export interface InitialisedTenant {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
}

const firstClient: ClientSettings = {
  clientName: 'First administrator',
  description: 'Made with the tenant. Administers users, groups and clients; impersonates nobody.',
  clientUri: null,
  logoUri: null,
  jwksUri: null,
  allowedScopes: ['admin_classic', 'user_default'],
  allowedGrantTypes: [grantTypes.clientCredentials],
  redirectUris: [],
  allowedOrigins: [],
  allowedAuthMethods: ['client_secret'],
  publicKeys: [],
  mayProvisionUsers: false,
}

/**
 * Makes a tenant: its signing key, and a first administrator client with which everything else is made through the REST
 * API. The client may not impersonate anybody.
 *
 * @throws UnderstudyError `INIT-ALREADY-DONE` when the store holds a tenant and `additional` was not asked for
 */
export const initialiseTenant = async (
  dependencies: InitialisationDependencies,
  description: TenantDescription,
  options: { readonly additional?: boolean } = {},
): Promise<InitialisedTenant> => {
  const { createKeys, clock, randomness } = dependencies
  const tenant = { id: randomness.uuid() }
  const clientId = randomness.bytes(16).toString('hex')
  const secret = newClientSecret(randomness.bytes)
  const createdAt = new Date(clock()).toISOString()

  await auditedChange({ ...dependencies, audit: openAuditJournal(dependencies), tenant }, async (transaction, note) => {
    const existing = await transaction.selectFrom('tenants').select('name').executeTakeFirst()
    if (existing !== undefined && options.additional !== true) {
      throw new UnderstudyError('INIT-ALREADY-DONE', `There is the tenant "${existing.name}".`)
    }
    await createTenant(transaction, { ...description, id: tenant.id, createdAt })
    await createKeys(transaction, tenant.id)
    await insertClient(transaction, tenant.id, {
      id: clientId,
      appType: 'web',
      settings: firstClient,
      consentMethod: 'trusted',
      secret,
      createdBy: null,
      createdByType: 'operator',
      createdAt,
    })
    const operator = { type: 'operator', id: 'init' } as const
    note({ event: 'tenant.created', outcome: 'success', actor: operator, subject: tenant.id })
    note({ event: 'oauth-client.created', outcome: 'success', actor: operator, subject: clientId })
  })
  return { tenantId: tenant.id, clientId, clientSecret: secret.secret }
}
