import { UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../audit/audit-event.js'
import { auditedChange } from '../audit/audited-change.js'
import type { SessionSource, StoreTransaction } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { BrowserSession } from './browser-session.js'
import { type CookieReach, sessionCookies } from './session-cookies.js'
import { csrfTokenOf, hashSessionSecret, newSessionSecret } from './session-secret.js'
import { sessionEnd, sessionTimes } from './session-times.js'

/** A sign-in that succeeded. */
export interface NewBrowserSession {
  readonly userId: string
  readonly source: SessionSource
  /** The identity provider that vouched for the user; null for the built-in directory. */
  readonly idpId: string | null
  /** When the user proved who they are, milliseconds since 1970. */
  readonly authTime: number
  /** From when on its lifetime counts, milliseconds since 1970: that of the session that it comes of; now by default. */
  readonly startedAt?: number | undefined
  /** Set for a session of pages of other origins. */
  readonly webIntegrationId?: string | undefined
  /** Default: `first-party`, and `cross-site` for a session of a web integration. */
  readonly reach?: CookieReach | undefined
  /** What the journal says about where the request came from. */
  readonly trace?: Pick<AuditEvent, 'origin' | 'address'> | undefined
}

/** A session that began, with the values of the `Set-Cookie` headers that hand it over. */
export interface BegunBrowserSession {
  readonly session: BrowserSession
  readonly setCookies: readonly string[]
}

/**
 * Begins a browser session after a sign-in, under a fresh secret (no session survives a sign-in under its old cookie).
 *
 * @throws UnderstudyError `LOGIN-USER-INACTIVE` when the user is not active
 */
export const createBrowserSession = (context: TenantContext, wanted: NewBrowserSession): Promise<BegunBrowserSession> =>
  auditedChange(context, (transaction, note) => beginBrowserSession(context, transaction, note, wanted))

/** The same within the transaction that created or updated the user. */
export const beginBrowserSession = async (
  { tenant, clock, randomness }: TenantContext,
  transaction: StoreTransaction,
  note: (event: AuditEvent) => void,
  { userId, source, idpId, authTime, startedAt, webIntegrationId, reach, trace }: NewBrowserSession,
): Promise<BegunBrowserSession> => {
  const now = clock()
  const createdAt = startedAt ?? now
  const user = await transaction
    .selectFrom('users')
    .select(['subject', 'status', 'epoch'])
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user?.status !== 'active')
    throw new UnderstudyError('LOGIN-USER-INACTIVE', 'The user is not active in this tenant.')
  const settings = await transaction
    .selectFrom('auth_settings')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirst()
  const times = sessionTimes(settings)
  const expiresAt = sessionEnd({ createdAt, lastUsedAt: now }, times)
  const credential = { id: randomness.uuid(), secret: newSessionSecret(randomness.bytes) }

  await transaction
    .deleteFrom('browser_sessions')
    .where('tenant_id', '=', tenant.id)
    .where('expires_at', '<', now)
    .execute()
  await transaction
    .insertInto('browser_sessions')
    .values({
      tenant_id: tenant.id,
      id: credential.id,
      secret_hash: hashSessionSecret(credential.secret),
      user_id: userId,
      user_epoch: user.epoch,
      source,
      idp_id: idpId,
      web_integration_id: webIntegrationId ?? null,
      auth_time: authTime,
      created_at: createdAt,
      last_used_at: now,
      expires_at: expiresAt,
    })
    .execute()
  note({
    event: 'user-session.begun',
    outcome: 'success',
    actor: { type: 'user', id: userId },
    subject: userId,
    sessionId: credential.id,
    source,
    idpId: idpId ?? undefined,
    ...trace,
  })
  return {
    session: {
      id: credential.id,
      userId,
      subject: user.subject,
      userEpoch: user.epoch,
      source,
      idpId,
      webIntegrationId,
      authTime,
      createdAt,
      expiresAt,
      endsAt: createdAt + times.lifespan,
      csrfToken: csrfTokenOf(credential.secret),
    },
    setCookies: sessionCookies(
      credential,
      reach ?? (webIntegrationId === undefined ? 'first-party' : 'cross-site'),
      webIntegrationId,
      source === 'jwt-login-session',
    ),
  }
}
