import type { Selectable } from 'kysely'
import type { AuditActor, AuditEvent } from '../audit/audit-event.js'
import type { StoreTransaction, UserRow } from '../store/schema.js'

/** Who an identity provider says that somebody is. What it does not say (undefined) stays as it is. */
export interface VouchedUser {
  readonly subject: string
  readonly name: string | undefined
  /** An address that the provider has verified. */
  readonly email: string | undefined
  readonly picture?: string | undefined
  readonly locale?: string | undefined
  readonly zoneinfo?: string | undefined
  /** Names of all groups. */
  readonly groups: readonly string[] | undefined
}

/** Within which transaction somebody is admitted, and what the journal says of it. */
export interface Admission {
  readonly transaction: StoreTransaction
  readonly note: (event: AuditEvent) => void
  readonly trace: Pick<AuditEvent, 'address' | 'origin'>
  /** In whose name the user is changed; the user's own where it is undefined. */
  readonly actor?: AuditActor
}

/** A user as the store holds it. */
export type KnownUser = Selectable<UserRow>
