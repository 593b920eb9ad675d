import type { AuditEvent } from '../audit/audit-event.js'

/** Where a request of a sign-in page comes from. */
export interface SignInRequest {
  readonly address: string
  readonly origin: string | undefined
  /** The `Cookie` header. */
  readonly cookieHeader: string | undefined
}

/** What the journal says of it. */
export const traceOf = ({ address, origin }: SignInRequest): Pick<AuditEvent, 'address' | 'origin'> => ({
  address,
  origin,
})
