import type { rest } from '@understudy/contract'
import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { Caller } from '../tenants/caller.js'
import type { Randomness } from '../tenants/tenant-context.js'
import { assertRoomForClient } from './client-limit.js'
import { assertClientSettings, type ClientSettings } from './client-rules.js'
import { newClientSecret } from './client-secret.js'
import { insertClient } from './insert-client.js'
import { readClient } from './read-client.js'

/** The parts of a tenant context that making a client uses. */
export interface ClientCreationContext extends AuditedChangeContext {
  readonly randomness: Randomness
}

/** Who makes a client; the operator at the command line is no user. */
export interface ClientCreator extends Pick<Caller, 'trace'> {
  readonly userId?: string
}

/**
 * Creates an OAuth client and its first secret, which is in the answer and nowhere else (contract 4.6). What is not
 * asked for is not allowed: no scopes, no grants, consent `required`.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-INVALID, OAUTH-CLIENTS-LIMIT
 */
export const createClient = async (
  context: ClientCreationContext,
  creator: ClientCreator,
  body: rest.OAuthClientCreate,
): Promise<rest.OAuthClientCreated> => {
  const { tenant, clock, randomness } = context
  const settings = requestedSettings(body)
  assertClientSettings(body.appType, settings, (setting) => `/${setting}`)
  const id = randomness.bytes(16).toString('hex')
  const now = new Date(clock()).toISOString()
  const secret = settings.allowedAuthMethods.includes('client_secret') ? newClientSecret(randomness.bytes) : undefined
  return auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    await assertRoomForClient(transaction, tenant.id)
    await insertClient(transaction, tenant.id, {
      id,
      appType: body.appType,
      settings,
      consentMethod: body.connectionConfig?.consentMethod ?? 'required',
      secret,
      createdBy: creator.userId ?? null,
      createdByType: creator.userId === undefined ? 'operator' : 'user',
      createdAt: now,
    })
    note({ event: 'oauth-client.created', outcome: 'success', ...creator.trace, subject: id })
    const client = await readClient(transaction, tenant.id, id)
    return secret === undefined ? client : { ...client, clientSecret: secret.secret, clientSecretHint: secret.hint }
  })
}

const requestedSettings = (body: rest.OAuthClientCreate): ClientSettings => ({
  clientName: body.clientName,
  description: body.description ?? null,
  clientUri: body.clientUri ?? null,
  logoUri: body.logoUri ?? null,
  jwksUri: body.jwksUri ?? null,
  allowedScopes: distinct(body.allowedScopes),
  allowedGrantTypes: distinct(body.allowedGrantTypes),
  redirectUris: distinct(body.redirectUris),
  allowedOrigins: distinct(body.allowedOrigins),
  allowedAuthMethods: distinct(body.allowedAuthMethods ?? (body.appType === 'web' ? ['client_secret'] : [])),
  publicKeys: body.publicKeys ?? [],
  mayProvisionUsers: body.mayProvisionUsers ?? false,
  dpopBoundAccessTokens: body.dpopBoundAccessTokens ?? false,
})

const distinct = <T>(values: readonly T[] = []): T[] => [...new Set(values)]
