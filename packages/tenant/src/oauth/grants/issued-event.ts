import type { AuditEvent } from '../../audit/audit-event.js'
import type { GrantOutcome, TokenCall } from './grant.js'

/** The record of an issued token. */
export const issuedEvent = (issued: GrantOutcome['issued'], grantType: string, call: TokenCall): AuditEvent => ({
  event: 'oauth-token.issued',
  outcome: 'success',
  ...issued,
  grantType,
  origin: call.origin,
  address: call.address,
})
