import {
  type ClientRegistrationRequest,
  type ClientRegistrationResponse,
  parseScopeList,
  registrationAuthMethods,
  type rest,
  UnderstudyError,
} from '@understudy/contract'
import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { AppType, StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertClientSettings, type ClientSettings } from '../client-rules.js'
import { newClientSecret } from '../client-secret.js'
import { insertClient } from '../insert-client.js'
import { expireRegistrations } from './expire-registrations.js'
import { offeredRegistration, type RegistrationSettings } from './registration-settings.js'

/** Milliseconds for which a registered client waits for an administrator (contract 1.11). */
const approvalTime = 60 * 60 * 1000

/** Clients of a tenant that wait at a time: whoever registers is unknown, and must not fill the store. */
const maximumWaiting = 20

/** Why a client is disabled until an administrator approves it. */
const unapprovedTag = 'unapproved'

/** All scopes that a registered client can have (contract 1.11), but for `mcp:execute`: there are no such tools here. */
const registrableScopes = ['user_default', 'offline_access'] as const

/**
 * Registers a client for whoever asks (RFC 7591 section 3, contract 1.11). It is disabled until an administrator of the
 * tenant approves it, and deleted after an hour without.
 *
 * @param origin what the journal says of the caller
 * @throws UnderstudyError `OAUTH-REGISTRATION-OFF`, `OAUTH-REGISTRATION-METHOD`, `OAUTH-REGISTRATION-INVALID`,
 *   `OAUTH-REGISTRATION-REDIRECT` or `OAUTH-REGISTRATION-LIMIT`
 */
export const registerClient = async (
  context: TenantContext,
  request: ClientRegistrationRequest,
  origin: Pick<AuditEvent, 'origin' | 'address'>,
): Promise<ClientRegistrationResponse> => {
  const { tenant, clock, randomness } = context
  const offered = await offeredRegistration(context)
  if (offered === undefined) {
    throw new UnderstudyError('OAUTH-REGISTRATION-OFF', 'The tenant takes no client registrations.')
  }
  const method = request.token_endpoint_auth_method ?? 'client_secret_basic'
  assertMethod(method, offered)
  const appType = method === 'none' ? publicAppType(request.redirect_uris) : 'web'
  const settings = registeredSettings(request, appType)
  assertRegistrable(appType, settings)
  const id = randomness.bytes(16).toString('hex')
  const secret = appType === 'web' ? newClientSecret(randomness.bytes) : undefined
  const now = clock()
  await auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    await expireRegistrations(transaction, tenant.id, now, note)
    await assertRoom(transaction, tenant.id)
    await insertClient(transaction, tenant.id, {
      id,
      appType,
      settings,
      consentMethod: 'required',
      secret,
      createdBy: null,
      createdByType: 'dcr',
      createdAt: new Date(now).toISOString(),
      unapproved: { tag: unapprovedTag, dueAt: now + approvalTime },
    })
    note({ event: 'oauth-client.created', outcome: 'success', ...origin, subject: id })
  })
  return {
    client_id: id,
    ...(secret === undefined ? {} : { client_secret: secret.secret }),
    client_secret_expires_at: 0,
    client_id_issued_at: Math.floor(now / 1000),
    client_name: request.client_name,
    client_uri: request.client_uri,
    ...(request.logo_uri === undefined ? {} : { logo_uri: request.logo_uri }),
    redirect_uris: settings.redirectUris,
    grant_types: request.grant_types ?? ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    scope: settings.allowedScopes.join(' '),
  }
}

type Method = (typeof registrationAuthMethods)[number]

/** The settings know both ways of presenting a secret by one name. */
const settingsName = (method: Method): rest.RegistrationAuthMethod => (method === 'none' ? 'none' : 'client_secret')

const assertMethod = (method: Method, { authMethods }: RegistrationSettings): void => {
  if (authMethods.includes(settingsName(method))) return
  const taken = registrationAuthMethods.filter((each) => authMethods.includes(settingsName(each)))
  throw new UnderstudyError(
    'OAUTH-REGISTRATION-METHOD',
    `The method ${method} is not allowed; use ${taken.join(', ')}.`,
  )
}

/** A public client that is reached at the device's own address runs on it; any other is a page. */
const publicAppType = (redirectUris: readonly string[]): AppType =>
  redirectUris.every((uri) => /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(uri)) ? 'native' : 'spa'

const registeredSettings = (request: ClientRegistrationRequest, appType: AppType): ClientSettings => {
  const redirectUris = [...new Set(request.redirect_uris)]
  const wanted = parseScopeList(request.scope ?? registrableScopes.join(' '))
  const possible = registrableScopes.filter((scope) => appType === 'web' || scope !== 'offline_access')
  return {
    clientName: request.client_name,
    description: null,
    clientUri: request.client_uri,
    logoUri: request.logo_uri ?? null,
    jwksUri: null,
    allowedScopes: possible.filter((scope) => wanted.includes(scope)),
    allowedGrantTypes: [],
    redirectUris,
    // The pages that get the code exchange it.
    allowedOrigins: appType === 'spa' ? [...new Set(redirectUris.flatMap(originOf))] : [],
    allowedAuthMethods: appType === 'web' ? ['client_secret'] : [],
    publicKeys: [],
    mayProvisionUsers: false,
    dpopBoundAccessTokens: false,
  }
}

const originOf = (uri: string): string[] => (URL.canParse(uri) ? [new URL(uri).origin] : [])

/** The rules of all clients, told in the words of RFC 7591 section 3.2.2. */
const assertRegistrable = (appType: AppType, settings: ClientSettings): void => {
  try {
    assertClientSettings(appType, settings, (setting) => setting)
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    const pointer = error.source !== undefined && 'pointer' in error.source ? error.source.pointer : ''
    const redirect = pointer.startsWith('redirectUris') || pointer.startsWith('allowedOrigins')
    throw new UnderstudyError(redirect ? 'OAUTH-REGISTRATION-REDIRECT' : 'OAUTH-REGISTRATION-INVALID', error.detail)
  }
  if (settings.allowedScopes.length > 0) return
  throw new UnderstudyError('OAUTH-REGISTRATION-INVALID', `The scope names none of ${registrableScopes.join(', ')}.`)
}

const assertRoom = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  const { waiting } = await transaction
    .selectFrom('oauth_clients')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('tenant_id', '=', tenantId)
    .where('approval_due_at', 'is not', null)
    .executeTakeFirstOrThrow()
  if (Number(waiting) < maximumWaiting) return
  throw new UnderstudyError('OAUTH-REGISTRATION-LIMIT', `${maximumWaiting} registered clients wait for approval.`)
}
