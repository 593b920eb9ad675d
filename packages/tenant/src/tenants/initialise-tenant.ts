import { grantTypes, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { openAuditJournal } from '../audit/journal.js'
import { newClientSecret } from '../clients/client-secret.js'
import type { MasterKey } from '../keys/master-key.js'
import { createSigningKey } from '../keys/signing-keys.js'
import type { Store } from '../store/schema.js'
import { createTenant } from './create-tenant.js'
import type { Randomness } from './tenant-context.js'

/** What making a tenant needs. */
export interface InitialisationDependencies {
  readonly store: Store
  readonly masterKey: MasterKey
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
  const { masterKey, clock, randomness } = dependencies
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
    await createSigningKey(transaction, tenant.id, { masterKey, bytes: randomness.bytes, createdAt })
    await transaction
      .insertInto('oauth_clients')
      .values({
        tenant_id: tenant.id,
        id: clientId,
        app_type: 'web',
        name: 'First administrator',
        name_folded: 'first administrator',
        description: 'Made with the tenant. Administers users, groups and clients; impersonates nobody.',
        allowed_scopes: JSON.stringify(['admin_classic', 'user_default']),
        allowed_grant_types: JSON.stringify([grantTypes.clientCredentials]),
        allowed_origins: '[]',
        redirect_uris: '[]',
        allowed_auth_methods: JSON.stringify(['client_secret']),
        public_keys: '[]',
        consent_method: 'trusted',
        created_by_type: 'operator',
        created_at: createdAt,
        updated_at: createdAt,
      })
      .execute()
    await transaction
      .insertInto('client_secrets')
      .values({
        tenant_id: tenant.id,
        client_id: clientId,
        hint: secret.hint,
        secret_hash: secret.hash,
        created_at: createdAt,
      })
      .execute()
    const operator = { type: 'operator', id: 'init' } as const
    note({ event: 'tenant.created', outcome: 'success', actor: operator, subject: tenant.id })
    note({ event: 'oauth-client.created', outcome: 'success', actor: operator, subject: clientId })
  })
  return { tenantId: tenant.id, clientId, clientSecret: secret.secret }
}
