import { UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import { clientNotFound, lockClient } from '../../clients/read-client.js'
import { approveRegistration } from '../../clients/registration/approve-registration.js'
import { privilegeOf } from '../../directory/privileges/assert-may-change.js'
import { administersAll } from '../../directory/privileges/privilege-columns.js'
import type { BrowserSession } from '../../sessions/browser-session.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AuthorizationStep, answering, findStop, grantCode, scopesOfSession } from './authorize.js'
import { type ConsentKey, giveConsent } from './consents.js'
import { assertFormOfSession } from './form-of-session.js'
import { endPendingRequest } from './pending-requests.js'
import { isFresh } from './sign-in.js'

/** The form of the consent page, as it was sent. */
export interface ConsentAnswer {
  readonly handle: string
  readonly csrfToken: string
  readonly allowed: boolean
}

/**
 * Takes the user's answer. The form counts only in the session that it was shown in, and once. An administrator who
 * allows a client that waits for approval approves it for the tenant (contract 1.11).
 *
 * @throws UnderstudyError `OAUTH-CONSENT-FORM` or `OAUTH-AUTHORIZE-EXPIRED`
 */
export const answerConsent = async (
  context: TenantContext,
  answer: ConsentAnswer,
  session: BrowserSession | undefined,
  trace: Pick<AuditEvent, 'address'>,
): Promise<AuthorizationStep> => {
  assertFormOfSession(session, answer.csrfToken)
  const stop = await findStop(context, answer.handle, session)
  await endPendingRequest(context, answer.handle)
  const { pending, client } = stop
  const about = {
    actor: { type: 'user', id: session.userId },
    subject: session.userId,
    client: client.id,
    ...trace,
  } as const
  return answering(context, pending.request, async () => {
    if (!answer.allowed) {
      const scopes = pending.request.scopes
      await context.audit.append(context.tenant.id, {
        event: 'oauth-consent.denied',
        outcome: 'refused',
        scopes,
        ...about,
      })
      throw new UnderstudyError('OAUTH-ACCESS-DENIED', 'The user was asked and said no.')
    }
    if (!isFresh(pending, session)) {
      throw new UnderstudyError('OAUTH-LOGIN-REQUIRED', 'The session is not new enough.')
    }
    const scopes = await scopesOfSession(context, stop, session)
    const key = { tenantId: context.tenant.id, userId: session.userId, clientId: client.id }
    await auditedChange(context, async (transaction, note) => {
      if (client.unapproved && (await approveByConsent(context, transaction, key))) {
        note({ event: 'oauth-client.connection-config.approved', outcome: 'success', ...about, subject: client.id })
      }
      await giveConsent(transaction, key, scopes, new Date(context.clock()).toISOString())
      note({ event: 'oauth-consent.given', outcome: 'success', scopes, ...about })
    })
    return grantCode(context, stop, session, scopes)
  })
}

/** @returns whether the client still waited */
const approveByConsent = async (
  { clock }: TenantContext,
  transaction: StoreTransaction,
  { tenantId, userId, clientId }: ConsentKey,
): Promise<boolean> => {
  const now = clock()
  // Approving a client adds to those that are limited, and needs the tenant before the client is locked.
  await lockTenant(transaction, tenantId)
  const client = await lockClient(transaction, tenantId, clientId, new Date(now).toISOString())
  if (!administersAll(await privilegeOf(transaction, tenantId, userId))) throw clientNotFound(clientId)
  return approveRegistration(transaction, client, now)
}
