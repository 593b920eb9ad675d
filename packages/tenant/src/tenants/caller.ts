import type { AuditEvent } from '../audit/audit-event.js'

/** Who asks for an operation, as the presented token and the request say. */
export interface Caller {
  /** The user in whose name the token acts; the bot user of a machine client. */
  readonly userId: string
  /** Whether a client acts as its own bot user: a backend, not a person. */
  readonly machine: boolean
  /** Scopes of the token. */
  readonly scopes: readonly string[]
  /** What an audit record of the operation says about its origin. */
  readonly trace: Pick<AuditEvent, 'actor' | 'client' | 'origin' | 'address'>
}
