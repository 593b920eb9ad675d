import { prepareQuery } from '../store/prepared-query.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { BrowserSession } from './browser-session.js'
import { recordUse } from './record-use.js'
import { presentedCredentials, type SessionCredential } from './session-cookies.js'
import { csrfTokenOf, isSessionSecret } from './session-secret.js'
import { sessionEnd, sessionTimes, useRecordedEvery } from './session-times.js'

/** Which of the cookies of a request count. */
export interface CookieSelection {
  /** Whose session is meant; undefined for the tenant's own pages. */
  readonly webIntegrationId?: string | undefined
  /** The request comes from no browser: a backend relays the cookies of a JWT login under the contract's names. */
  readonly relayed?: boolean | undefined
}

/**
 * Reads the session that a request's cookies stand for, and records its use (not more often than every minute).
 *
 * @param cookieHeader the `Cookie` header
 * @returns undefined when there is none, it ended, its user was disabled or changed since it began, or the identity
 *   provider that vouched for them is not in use any more
 */
export const readBrowserSession = async (
  context: TenantContext,
  cookieHeader: string | undefined,
  { webIntegrationId, relayed = false }: CookieSelection = {},
): Promise<BrowserSession | undefined> => {
  for (const credential of presentedCredentials(cookieHeader, webIntegrationId, relayed)) {
    const session = await readSession(context, credential)
    // What one page's cookie stands for must not depend on the name that it was presented under.
    if (session !== undefined && (relayed || session.webIntegrationId === webIntegrationId)) return session
  }
  return undefined
}

const sessionQuery = prepareQuery(['tenantId', 'id'], (store, { tenantId, id }) =>
  store
    .selectFrom('browser_sessions')
    .innerJoin('users', (join) =>
      join
        .onRef('users.tenant_id', '=', 'browser_sessions.tenant_id')
        .onRef('users.id', '=', 'browser_sessions.user_id')
        .onRef('users.epoch', '=', 'browser_sessions.user_epoch'),
    )
    .leftJoin('auth_settings', 'auth_settings.tenant_id', 'browser_sessions.tenant_id')
    .leftJoin('identity_providers', (join) =>
      join
        .onRef('identity_providers.tenant_id', '=', 'browser_sessions.tenant_id')
        .onRef('identity_providers.id', '=', 'browser_sessions.idp_id'),
    )
    .selectAll('browser_sessions')
    .select(['users.subject', 'auth_settings.session_inactivity_minutes', 'auth_settings.session_lifespan_minutes'])
    .where('browser_sessions.tenant_id', '=', tenantId)
    .where('browser_sessions.id', '=', id)
    .where('users.status', '=', 'active')
    // A sign-in may have been under way when the trust in its provider was withdrawn, and its sessions ended.
    .where((where) =>
      where.or([where('browser_sessions.idp_id', 'is', null), where('identity_providers.active', '=', 1)]),
    ),
)

const readSession = async (
  { store, tenant, clock }: TenantContext,
  { id, secret }: SessionCredential,
): Promise<BrowserSession | undefined> => {
  const [row] = await sessionQuery(store, { tenantId: tenant.id, id })
  if (row === undefined || !isSessionSecret(secret, row.secret_hash)) return undefined
  const now = clock()
  const times = sessionTimes(row)
  const [createdAt, lastUsedAt] = [row.created_at, row.last_used_at]
  if (now >= sessionEnd({ createdAt, lastUsedAt }, times)) return undefined
  const expiresAt = sessionEnd({ createdAt, lastUsedAt: now }, times)
  if (now - lastUsedAt >= useRecordedEvery) await recordUse(store, tenant.id, { id, lastUsedAt: now, expiresAt })
  return {
    id,
    userId: row.user_id,
    subject: row.subject,
    userEpoch: row.user_epoch,
    source: row.source,
    idpId: row.idp_id,
    webIntegrationId: row.web_integration_id ?? undefined,
    authTime: row.auth_time,
    createdAt,
    expiresAt,
    endsAt: createdAt + times.lifespan,
    csrfToken: csrfTokenOf(secret),
  }
}
