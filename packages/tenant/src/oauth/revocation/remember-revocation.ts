import { longestAccessTokenLifetime } from '../../config/options.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/**
 * Writes down that a token (by `jti`) or a grant (by `grantId`) has ended, for as long as any access token issued so far
 * could be valid.
 */
export const rememberRevocation = async (
  { tenant, clock }: Pick<TenantContext, 'tenant' | 'clock'>,
  transaction: StoreTransaction,
  id: string,
): Promise<void> => {
  const now = clock()
  await transaction
    .deleteFrom('revoked_tokens')
    .where('tenant_id', '=', tenant.id)
    .where('expires_at', '<', now)
    .execute()
  await transaction
    .insertInto('revoked_tokens')
    .values({ tenant_id: tenant.id, id, expires_at: now + longestAccessTokenLifetime * 1000 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
