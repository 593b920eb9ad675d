import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { TokenCall } from '../grants/grant.js'
import type { TokenClient } from '../token-client.js'
import { verifyProof } from './verify-proof.js'

/**
 * Checks the proof that a token request carries (RFC 9449 section 5).
 *
 * @returns the call with the thumbprint of the key that its sender holds
 * @throws UnderstudyError `OAUTH-DPOP-PROOF` or `OAUTH-DPOP-NONCE`
 */
export const proveKeyOfCall = async (context: TenantContext, call: TokenCall, proof: string): Promise<TokenCall> => ({
  ...call,
  jkt: await verifyProof(context, proof, { method: 'POST', path: call.path }),
})

/**
 * Refuses to issue tokens without a key to clients that demand one (RFC 9449 section 5.2).
 *
 * @throws UnderstudyError `OAUTH-DPOP-REQUIRED`
 */
export const assertKeyBound = ({ dpopBound }: Pick<TokenClient, 'dpopBound'>, jkt: string | undefined): void => {
  if (!dpopBound || jkt !== undefined) return
  throw new UnderstudyError(
    'OAUTH-DPOP-REQUIRED',
    'The client, or the refresh token, is bound to a key, and the request has no proof.',
  )
}
