import { UnderstudyError } from '@understudy/contract'
import type { AuditActor } from '../audit/audit-event.js'
import { auditedChange } from '../audit/audited-change.js'
import type { AuditJournal } from '../audit/journal.js'
import { assertClientSettings, type ClientSettings } from '../clients/client-rules.js'
import { newClientSecret } from '../clients/client-secret.js'
import { insertClient } from '../clients/insert-client.js'
import type { Store, StoreTransaction } from '../store/schema.js'
import { createTenant } from './create-tenant.js'
import { firstClient, impersonationClient, peopleClient } from './first-clients.js'
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
  /** Makes two more clients, for a backend: origins of the pages that use the tokens of the one that impersonates. */
  readonly backendOrigins?: readonly string[]
}

/** What a client authenticates with; the secret is told here and never again. */
export interface FirstCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** The new tenant and the credentials of its first client. */
export interface InitialisedTenant extends FirstCredentials {
  readonly tenantId: string
}

/** With all of the clients that it begins with where a backend's were asked for: one for each job. */
export interface TenantWithClients extends InitialisedTenant {
  readonly clients: {
    readonly admin: FirstCredentials
    readonly people: FirstCredentials
    readonly impersonation: FirstCredentials
  }
}

/**
 * Makes a tenant: its signing key, and a first administrator client with which everything else is made through the REST
 * API. The client may not impersonate anybody.
 *
 * @throws UnderstudyError `INIT-ALREADY-DONE` when the store holds a tenant and `additional` was not asked for,
 *   `TENANTS-HOSTNAME-TAKEN`, `OAUTH-CLIENTS-INVALID` of the origins
 */
export async function initialiseTenant(
  dependencies: InitialisationDependencies,
  description: TenantDescription,
  options: InitialisationOptions & { readonly backendOrigins: readonly string[] },
): Promise<TenantWithClients>
export async function initialiseTenant(
  dependencies: InitialisationDependencies,
  description: TenantDescription,
  options?: InitialisationOptions,
): Promise<InitialisedTenant>
export async function initialiseTenant(
  dependencies: InitialisationDependencies,
  description: TenantDescription,
  { additional = false, actor = { type: 'operator', id: 'command line' }, backendOrigins }: InitialisationOptions = {},
): Promise<InitialisedTenant | TenantWithClients> {
  const { createKeys, clock, randomness } = dependencies
  const tenant = { id: randomness.uuid() }
  const createdAt = new Date(clock()).toISOString()
  const impersonating = impersonationClient(backendOrigins ?? [])
  assertClientSettings('web', impersonating, (setting) => `/${setting}`)

  return auditedChange({ ...dependencies, tenant }, async (transaction, note) => {
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
    note({ event: 'tenant.created', outcome: 'success', actor, subject: tenant.id })

    const make = async (settings: ClientSettings): Promise<FirstCredentials> => {
      const clientId = randomness.bytes(16).toString('hex')
      const secret = newClientSecret(randomness.bytes)
      await insertClient(transaction, tenant.id, {
        id: clientId,
        appType: 'web',
        settings,
        consentMethod: 'trusted',
        secret,
        createdBy: null,
        createdByType: 'operator',
        createdAt,
      })
      note({ event: 'oauth-client.created', outcome: 'success', actor, subject: clientId })
      return { clientId, clientSecret: secret.secret }
    }
    const admin = await make(firstClient)
    const made = { tenantId: tenant.id, ...admin }
    if (backendOrigins === undefined) return made
    return { ...made, clients: { admin, people: await make(peopleClient), impersonation: await make(impersonating) } }
  })
}
