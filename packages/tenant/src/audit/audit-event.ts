import type { ErrorCode } from '@understudy/contract'
import { isoTime } from './iso-time.js'

/** What the journal knows to tell. */
export const auditEventTypes = [
  'oauth-token.issued',
  'oauth-token.refused',
  'oauth-token.revoked',
  'oauth-consent.given',
  'oauth-consent.denied',
  'oauth-consent.withdrawn',
  'user.created',
  'user.updated',
  'user.deleted',
  'user-session.begun',
  'user-session.ended',
  'user.invited',
  'user.password-reset-link.created',
  'user.password.changed',
  'user-session.refused',
  'user-identity.conflict',
  'user-identity.reassigned',
  'group.created',
  'group.updated',
  'group.deleted',
  'group-settings.updated',
  'role.created',
  'role.updated',
  'role.deleted',
  'oauth-client.created',
  'oauth-client.updated',
  'oauth-client.deleted',
  'oauth-client.published',
  'oauth-client.secret.created',
  'oauth-client.secret.deleted',
  'oauth-client.connection-config.approved',
  'oauth-client.connection-config.updated',
  'oauth-client.connection-config.deleted',
  'api-key.created',
  'api-key.updated',
  'api-key.deleted',
  'api-key.revoked',
  'api-key-settings.updated',
  'oauth-settings.updated',
  'access-code.created',
  'access-code.deleted',
  'csp-origin.created',
  'csp-origin.updated',
  'csp-origin.deleted',
  'identity-provider.created',
  'identity-provider.updated',
  'identity-provider.deleted',
  'web-integration.created',
  'web-integration.updated',
  'web-integration.deleted',
  'auth-settings.updated',
  'space.created',
  'space.updated',
  'space.deleted',
  'space.assignment.created',
  'space.assignment.updated',
  'space.assignment.deleted',
  'space.share.created',
  'space.share.updated',
  'space.share.deleted',
  'collection.created',
  'collection.updated',
  'collection.deleted',
  'collection.item.added',
  'collection.item.removed',
  'item-settings.updated',
  'tenant.created',
  'tenant.updated',
  'tenant.deactivated',
  'tenant.reactivated',
  'tenant.purged',
  'signing-key.rotated',
  'signing-key.revoked',
  'app.added',
  'app.updated',
  'app.reloaded',
  'app.created',
  'app.copied',
  'app.imported',
  'app.exported',
  'app.data.exported',
  'app.data.downloaded',
  'app.published',
  'app.deleted',
  'reload.queued',
  'reload.cancelled',
  'session-app.reloaded',
  'temp-content.created',
  'data-file.created',
  'data-file.updated',
  'data-file.deleted',
] as const
export type AuditEventType = (typeof auditEventTypes)[number]

/**
 * Who acted: a client in its own or someone's name, a user, an identity provider that vouched for one, or the operator at
 * the command line.
 */
export interface AuditActor {
  readonly type: 'client' | 'user' | 'identity-provider' | 'operator'
  readonly id: string
}

/** Roles in a space or, with a resource, on one app of it. */
export interface GivenRoles {
  readonly assigneeId: string
  readonly resourceId?: string | undefined
  readonly roles: readonly string[]
}

/** One thing that happened. Never holds a token, a secret or a password. */
export interface AuditEvent {
  readonly event: AuditEventType
  readonly outcome: 'success' | 'refused'
  readonly actor?: AuditActor | undefined
  /** Id of the user, group or client that was acted upon; of a refused request, what the caller asked for. */
  readonly subject?: string | undefined
  /** Client id through which the actor came. */
  readonly client?: string | undefined
  readonly scopes?: readonly string[] | undefined
  readonly grantType?: string | undefined
  readonly purpose?: string | undefined
  /** `jti` of the token. */
  readonly tokenId?: string | undefined
  /** `grantId` of the tokens, where all of a grant are meant. */
  readonly grantId?: string | undefined
  /** What the client told of the device that a user signed in on. */
  readonly deviceType?: string | undefined
  readonly description?: string | undefined
  /** Id of the browser session. */
  readonly sessionId?: string | undefined
  /** How the browser session began. */
  readonly source?: 'interactive' | 'jwt-login-session' | undefined
  /** Id of the identity provider that vouched for the user. */
  readonly idpId?: string | undefined
  /** `Origin` header of the request. */
  readonly origin?: string | undefined
  /** Network address of the caller. */
  readonly address?: string | undefined
  /** Names of the changed properties; no values, which may be personal. */
  readonly changed?: readonly string[] | undefined
  /** What an assignee was given in a space, or has lost: later on it is told nowhere else. */
  readonly given?: GivenRoles | undefined
  readonly errorCode?: ErrorCode | undefined
}

const timeText = isoTime()

/**
 * The text of a record: what is hashed, stored and exported. Members stand in one order, absent ones are left out.
 *
 * @param time milliseconds since 1970
 */
export const auditRecord = (event: AuditEvent, time: number): string =>
  JSON.stringify({
    time: timeText(time),
    event: event.event,
    outcome: event.outcome,
    actor: event.actor && { type: event.actor.type, id: event.actor.id },
    subject: event.subject,
    client: event.client,
    scopes: event.scopes,
    grantType: event.grantType,
    purpose: event.purpose,
    tokenId: event.tokenId,
    grantId: event.grantId,
    deviceType: event.deviceType,
    description: event.description,
    sessionId: event.sessionId,
    source: event.source,
    idpId: event.idpId,
    origin: event.origin,
    address: event.address,
    changed: event.changed,
    given: event.given && { ...event.given },
    errorCode: event.errorCode,
  })
