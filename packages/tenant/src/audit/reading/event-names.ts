import { type AuditEventType, auditEventTypes } from '../audit-event.js'

/** Resources whose events the contract names (contract 4.9). */
const contractResources = new Set([
  'api-key',
  'api-key-settings',
  'auth-settings',
  'group',
  'group-settings',
  'oauth-client',
  'oauth-token',
  'role',
  'user',
  'user-identity',
  'user-session',
  'web-integration',
])

const resourceOf = (event: string): string => event.slice(0, event.indexOf('.'))

/** The `eventType` of an event: the contract's name where it has one, else one of ours. */
export const eventTypeOf = (event: AuditEventType): string =>
  `${contractResources.has(resourceOf(event)) ? 'com.qlik.core' : 'understudy'}.${event}`

/** The `source` of an event: which part of the tenant tells it. */
export const sourceOf = (event: AuditEventType): string => `understudy/${resourceOf(event)}`

/** Names that the contract used before (`com.qlik.x`, `com.qlik.v1.x`), which filters still may say. */
const retiredPrefix = /^com\.qlik\.(?:v1\.|core\.)?/

/** The event that an `eventType` names; undefined when there is none. */
export const eventOfType = (eventType: string): AuditEventType | undefined => {
  const short = eventType.replace(retiredPrefix, '')
  return auditEventTypes.find((event) => eventTypeOf(event) === eventType || (short !== eventType && event === short))
}

/** The events of a `source`. */
export const eventsOfSource = (source: string): AuditEventType[] =>
  auditEventTypes.filter((event) => sourceOf(event) === source)

/** Every `eventType`, in order. */
export const eventTypes: readonly string[] = auditEventTypes.map(eventTypeOf).sort()

/** Every `source`, in order. */
export const sources: readonly string[] = [...new Set(auditEventTypes.map(sourceOf))].sort()
