import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AccessTokenCredential } from '../credential.js'
import type { CredentialHolder } from '../token-holder.js'
import { codeOfToken } from './access-code.js'

/**
 * Reads what stands behind a visitor's token now: the access code and its client. The visitor has no subject, no groups
 * and no roles, and may open the app of the code only.
 *
 * @returns undefined when the code was deleted, or the token is not of its client (an exchanged one)
 */
export const readVisitorHolder = async (
  { store, tenant, clock }: TenantContext,
  { clientId, clientEpoch, tokenId, grantId }: AccessTokenCredential,
): Promise<CredentialHolder | undefined> => {
  const [code] = await codeOfToken(store, { tenantId: tenant.id, id: grantId, tokenId })
  if (code === undefined || code.client_id !== clientId) return undefined
  return {
    subject: '',
    bot: false,
    admitted:
      clock() < code.expires_at &&
      code.disable_tag === null &&
      code.client_epoch === clientEpoch &&
      code.revoked === null,
    userEpoch: 0,
    adminScopes: [],
    allowedOrigins: JSON.parse(code.allowed_origins),
    onlyApp: code.app_id,
  }
}
