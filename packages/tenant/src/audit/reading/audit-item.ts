import { grantTypes, type rest } from '@understudy/contract'
import type { AuditEvent } from '../audit-event.js'
import { eventTypeOf, sourceOf } from './event-names.js'
import { type JournalPosition, recordId } from './journal-position.js'

/** A record of the journal with its place in it. */
export interface PlacedRecord extends JournalPosition {
  /** The stored text. */
  readonly record: string
}

/** An audit record as REST shows it, but for its link. */
export type AuditRecord = Omit<rest.AuditItem, 'links'>

/**
 * Tells a record in the words of contract 4.9. `userId` is the user who acted, or in whose name a token was issued;
 * `extensions.actor` the client behind a user.
 */
export const auditItem = (tenantId: string, placed: PlacedRecord): AuditRecord => {
  const { time, ...event }: AuditEvent & { time: string } = JSON.parse(placed.record)
  const id = recordId(placed)
  const userId = userOf(event)
  const actor = actorOf(event)
  return {
    id,
    eventId: id,
    source: sourceOf(event.event),
    eventType: eventTypeOf(event.event),
    eventTime: time,
    eventTypeVersion: '1.0.0',
    contentType: 'application/json',
    tenantId,
    ...(userId !== undefined && { userId }),
    data: event.event.startsWith('oauth-token.') ? tokenData(tenantId, time, event) : changeData(event),
    extensions: {
      ...(actor !== undefined && { actor }),
      ...(event.changed !== undefined && { updates: [...event.changed] }),
    },
  }
}

/** The user who acted, or in whose name was acted. The subject of a refusal is what the caller asked for, which nobody checked. */
export const userOf = ({ event, outcome, actor, subject }: AuditEvent): string | undefined => {
  if (event.startsWith('oauth-token.')) return outcome === 'success' ? subject : undefined
  return actor?.type === 'user' ? actor.id : undefined
}

/** The clients that acted, or through which somebody did. */
export const clientsOf = ({ actor, client }: AuditEvent): readonly string[] => {
  const acting = actor?.type === 'client' ? actor.id : undefined
  return [...new Set([client, acting])].filter((id) => id !== undefined)
}

const actorOf = ({ actor, client, event }: AuditEvent): { sub: string; subType: string } | undefined => {
  if (event.startsWith('oauth-token.')) return actor && { sub: actor.id, subType: actor.type }
  if (actor !== undefined && actor.type !== 'user') return { sub: actor.id, subType: actor.type }
  return client === undefined ? undefined : { sub: client, subType: 'client' }
}

const tokenData = (tenantId: string, time: string, event: AuditEvent): Record<string, unknown> => {
  const { event: name, actor, subject, client, tokenId, changed: _changed, ...told } = event
  const owned = { ...told, id: tokenId, tenantId, resourceOwner: subject, issuedToClientId: client }
  if (name !== 'oauth-token.revoked')
    return defined({
      ...owned,
      issuedAt: event.outcome === 'success' ? time : undefined,
      createdBy: actor?.id,
      userType: userTypeOf(event),
    })
  const revokedContext = defined({ userId: subject, grantId: event.grantId, clientId: client, tenantId })
  return defined({ ...owned, revokedAt: time, revokedBy: actor?.id, revokedContext })
}

/** Whom a token stands for; the grant tells. */
const userTypeOf = ({ grantType }: AuditEvent): 'bot' | 'anonymous' | 'user' | undefined => {
  if (grantType === grantTypes.clientCredentials) return 'bot'
  if (grantType === grantTypes.anonymousEmbed) return 'anonymous'
  return grantType === undefined ? undefined : 'user'
}

const changeData = ({ event: _event, actor: _actor, subject, changed: _changed, ...told }: AuditEvent) =>
  defined({ id: subject, ...told })

const defined = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
