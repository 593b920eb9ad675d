import type { AuthorizationCodeRequest } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { OAuthGrantRow } from '../../store/schema.js'

/**
 * What a client told of the device that a user signed in on, to know a grant by in lists and in the audit journal
 * (contract 4.7, 4.9). Nobody checks it, and nothing is decided by it.
 */
export interface GrantLabel {
  readonly deviceType?: string | undefined
  readonly description?: string | undefined
}

/** The label that a code redemption carries; parameters without a value count as left out (RFC 6749 section 3.2). */
export const labelOfRequest = ({ deviceType, description }: AuthorizationCodeRequest): GrantLabel => ({
  deviceType: deviceType || undefined,
  description: description || undefined,
})

/** Columns of {@link labelOfRow}. */
export const labelColumns = ['oauth_grants.device_type', 'oauth_grants.description'] as const

/** The label that a grant was stored with. */
export const labelOfRow = (row: Pick<Selectable<OAuthGrantRow>, 'device_type' | 'description'>): GrantLabel => ({
  deviceType: row.device_type ?? undefined,
  description: row.description ?? undefined,
})
