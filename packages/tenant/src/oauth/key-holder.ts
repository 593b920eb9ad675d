import { isAlive, readApiKeyHolder } from '../api-keys/api-key-holder.js'
import { readPrivilege } from '../directory/privileges/privilege-columns.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { ApiKeyCredential } from './credential.js'
import type { CredentialHolder } from './token-holder.js'

/** Reads what stands behind an API key now; undefined when it does not exist (any more). No page may use one. */
export const readKeyHolder = async (
  { store, tenant }: TenantContext,
  { keyId }: ApiKeyCredential,
): Promise<CredentialHolder | undefined> => {
  const holder = await readApiKeyHolder(store, tenant.id, { id: keyId })
  if (holder === undefined) return undefined
  return {
    subject: holder.subject,
    bot: holder.client_id !== null,
    admitted: isAlive(holder),
    userEpoch: holder.user_epoch,
    adminScopes: readPrivilege(holder.privilege).adminScopes,
    allowedOrigins: [],
  }
}
