import type { Store, StoreTransaction } from '../../store/schema.js'

/** What a user granted to a client for longer than one access token lives. */
export interface NewGrant {
  /** The `grantId` of all access tokens that come of it. */
  readonly id: string
  readonly userId: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Thumbprint of the key that the tokens are bound to. */
  readonly jkt?: string | undefined
  readonly description?: string | undefined
  /** What the user holds in their hands: a phone, a tablet. */
  readonly deviceType?: string | undefined
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly expiresAt: number
}

/**
 * Records a grant, so that its user and administrators can see and end it. Refresh tokens refer to the row: when it is
 * deleted they are gone.
 */
export const recordGrant = async (
  store: Store | StoreTransaction,
  tenantId: string,
  grant: NewGrant,
): Promise<void> => {
  await store
    .insertInto('oauth_grants')
    .values({
      tenant_id: tenantId,
      id: grant.id,
      user_id: grant.userId,
      client_id: grant.clientId,
      scope: grant.scopes.join(' '),
      jkt: grant.jkt ?? null,
      description: grant.description ?? null,
      device_type: grant.deviceType ?? null,
      created_at: grant.createdAt,
      last_used_at: grant.createdAt,
      expires_at: grant.expiresAt,
    })
    .execute()
}

/** Notes that a grant was used, and how long it goes on by that; times in milliseconds since 1970. */
export const prolongGrant = async (
  store: Store | StoreTransaction,
  tenantId: string,
  grantId: string,
  { usedAt, expiresAt }: { readonly usedAt: number; readonly expiresAt: number },
): Promise<void> => {
  await store
    .updateTable('oauth_grants')
    .set({ last_used_at: usedAt, expires_at: expiresAt })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', grantId)
    .execute()
}
