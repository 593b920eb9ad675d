import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { hashOpaqueToken, newOpaqueToken } from '../opaque-token.js'
import type { AuthorizationRequest } from './authorization-request.js'

/** A request with the moment at which it came: a sign-in that it asks for has to be later. */
export interface PendingRequest {
  readonly request: AuthorizationRequest
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

/** For how long a request waits for its user, in milliseconds. */
const patience = 600_000

/**
 * Keeps a request while its user signs in or is asked.
 *
 * @returns the handle by which the user's browser brings it back
 */
export const keepRequest = async (
  { store, tenant, randomness }: TenantContext,
  { request, receivedAt }: PendingRequest,
): Promise<string> => {
  const handle = newOpaqueToken(randomness)
  await store
    .deleteFrom('authorization_requests')
    .where('tenant_id', '=', tenant.id)
    .where('expires_at', '<', receivedAt)
    .execute()
  await store
    .insertInto('authorization_requests')
    .values({
      tenant_id: tenant.id,
      id_hash: hashOpaqueToken(handle),
      request: JSON.stringify(request),
      received_at: receivedAt,
      expires_at: receivedAt + patience,
    })
    .execute()
  return handle
}

/**
 * The request of a handle.
 *
 * @throws UnderstudyError `OAUTH-AUTHORIZE-EXPIRED` for one that was answered, has waited too long or never was
 */
export const readPendingRequest = async (
  { store, tenant, clock }: TenantContext,
  handle: string,
): Promise<PendingRequest> => {
  const row = await store
    .selectFrom('authorization_requests')
    .select(['request', 'received_at', 'expires_at'])
    .where('tenant_id', '=', tenant.id)
    .where('id_hash', '=', hashOpaqueToken(handle))
    .executeTakeFirst()
  if (row === undefined || clock() >= row.expires_at) throw expired()
  return { request: JSON.parse(row.request), receivedAt: row.received_at }
}

/**
 * Ends the wait of a request, before it is answered.
 *
 * @throws UnderstudyError `OAUTH-AUTHORIZE-EXPIRED` when it was ended by another answer
 */
export const endPendingRequest = async ({ store, tenant }: TenantContext, handle: string): Promise<void> => {
  const ended = await store
    .deleteFrom('authorization_requests')
    .where('tenant_id', '=', tenant.id)
    .where('id_hash', '=', hashOpaqueToken(handle))
    .returning('id_hash')
    .executeTakeFirst()
  if (ended === undefined) throw expired()
}

const expired = (): UnderstudyError =>
  new UnderstudyError('OAUTH-AUTHORIZE-EXPIRED', 'The request was answered already, or has waited for too long.')
