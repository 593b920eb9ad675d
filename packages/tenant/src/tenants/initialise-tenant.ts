import { grantTypes, UnderstudyError } from '@understudy/contract'
import type { AuditActor } from '../audit/audit-event.js'
import { auditedChange } from '../audit/audited-change.js'
import type { AuditJournal } from '../audit/journal.js'
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
  readonly audit: AuditJournal
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

/** Who makes the tenant, and whether beside others. */
export interface InitialisationOptions {
  readonly additional?: boolean
  readonly actor?: AuditActor
}

/** The new tenant and the credentials of its first client; the secret is told here and never again. */
export interface InitialisedTenant {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The client that every tenant begins with. */
export const firstClient: ClientSettings = {
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
  dpopBoundAccessTokens: false,
}

/**
 * Makes a tenant: its signing key, and a first administrator client with which everything else is made through the REST
 * API. The client may not impersonate anybody.
 *
 * @throws UnderstudyError `INIT-ALREADY-DONE` when the store holds a tenant and `additional` was not asked for,
 *   `TENANTS-HOSTNAME-TAKEN`
 */
export const initialiseTenant = async (
  dependencies: InitialisationDependencies,
  description: TenantDescription,
  { additional = false, actor = { type: 'operator', id: 'command line' } }: InitialisationOptions = {},
): Promise<InitialisedTenant> => {
  const { createKeys, clock, randomness } = dependencies
  const tenant = { id: randomness.uuid() }
  const clientId = randomness.bytes(16).toString('hex')
  const secret = newClientSecret(randomness.bytes)
  const createdAt = new Date(clock()).toISOString()

  await auditedChange({ ...dependencies, tenant }, async (transaction, note) => {
    const existing = await transaction
      .selectFrom('tenants')
      .select('name')
      .where('kind', '=', 'customer')
      .executeTakeFirst()
    if (existing !== undefined && !additional) {
      throw new UnderstudyError('INIT-ALREADY-DONE', `There is the tenant "${existing.name}".`)
    }
    await createTenant(transaction, { ...description, id: tenant.id, kind: 'customer', createdAt })
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
    note({ event: 'tenant.created', outcome: 'success', actor, subject: tenant.id })
    note({ event: 'oauth-client.created', outcome: 'success', actor, subject: clientId })
  })
  return { tenantId: tenant.id, clientId, clientSecret: secret.secret }
}
