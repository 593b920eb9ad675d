import type { rest } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { AccessCodeRow } from '../../store/schema.js'

/**
 * A row of `access_codes` as REST shows it.
 *
 * @param now milliseconds since 1970
 */
export const accessCodeRecord = (row: Selectable<AccessCodeRow>, now: number): rest.AccessCode => ({
  id: row.id,
  clientId: row.client_id,
  appId: row.app_id,
  hint: row.hint,
  ...(row.description !== null && { description: row.description }),
  status: now < row.expires_at ? 'active' : 'expired',
  expiresAt: new Date(row.expires_at).toISOString(),
  createdAt: row.created_at,
  ...(row.created_by !== null && { createdBy: row.created_by }),
})
