import { type rest, UnderstudyError } from '@understudy/contract'
import type { ApiKeyRow } from '../store/schema.js'

/** A key as REST shows it: never the key itself. */
export const apiKeyRecord = (row: ApiKeyRow, now: number): rest.ApiKey => ({
  id: row.id,
  tenantId: row.tenant_id,
  description: row.description,
  status: row.revoked_at !== null ? 'revoked' : row.expires_at <= now ? 'expired' : 'active',
  sub: row.user_id,
  subType: 'user',
  createdByUser: row.user_id,
  created: row.created_at,
  lastUpdated: row.updated_at,
  expiry: new Date(row.expires_at).toISOString(),
})

/** Refuses a key that does not exist, or is another user's business. */
export const refuseUnknownKey = (): never => {
  throw new UnderstudyError('API-KEY-NOT-FOUND', 'There is no key with this id that the caller may see.')
}
