import { type GrantType, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertOrigin } from './assert-origin.js'
import { authenticateClient, type PresentedCredentials } from './client-authentication.js'
import type { TokenClient } from './token-client.js'

/** What a machine client asks for, and from where. */
export interface MachineGrantRequest {
  readonly grantType: GrantType
  /** `Origin` header; absent unless a browser's page sends the request. */
  readonly origin: string | undefined
}

/**
 * Authenticates a client for a grant without a user's browser (contract 1.9): confidential, allowed the grant, trusted by
 * the tenant, and enabled. What is wrong with a client is told only to whoever knows its secret. A secret that leaked into
 * the pages of another origin is of no use there.
 *
 * @throws UnderstudyError as {@link authenticateClient}, and `OAUTH-GRANT-NOT-ALLOWED`, `OAUTH-CONSENT-NOT-TRUSTED`,
 *   `OAUTH-29` or `OAUTH-CLIENT-DISABLED`
 */
export const authenticateMachineClient = async (
  context: TenantContext,
  presented: PresentedCredentials,
  { grantType, origin }: MachineGrantRequest,
): Promise<TokenClient> => {
  const client = await authenticateClient(context, presented)
  if (!client.grantTypes.includes(grantType)) {
    throw new UnderstudyError('OAUTH-GRANT-NOT-ALLOWED', `The client is not allowed the grant ${grantType}.`)
  }
  if (!client.trusted) {
    throw new UnderstudyError('OAUTH-CONSENT-NOT-TRUSTED', 'The consent method of the client is not "trusted".')
  }
  if (origin !== undefined) assertOrigin(context.tenant, client, origin)
  if (!client.enabled) throw new UnderstudyError('OAUTH-CLIENT-DISABLED', 'The client is disabled.')
  return client
}
