import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { StoreSchema } from '../store/schema.js'

/** Which clients are shown. */
export interface ShownClients {
  /** Whether registered clients that wait for approval are among them: for those who may approve. */
  readonly unapproved: boolean
}

/**
 * The clients to show: one that was registered and not approved in time counts as deleted (contract 1.11).
 *
 * @param now milliseconds since 1970
 */
export const isShown = (
  eb: ExpressionBuilder<StoreSchema, 'oauth_clients'>,
  { unapproved }: ShownClients,
  now: number,
): Expression<SqlBool> => {
  const approved = eb('oauth_clients.approval_due_at', 'is', null)
  return unapproved ? approved.or('oauth_clients.approval_due_at', '>', now) : approved
}
