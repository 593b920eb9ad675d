import { UnderstudyError } from '@understudy/contract'
import { verifyProof } from '../dpop/verify-proof.js'
import { verifyAccessToken } from '../verify-access-token.js'
import type { CredentialReader } from './credential-reader.js'

/** The access token of an `Authorization: DPoP` header, with the proof of its key beside it (RFC 9449 section 7.1). */
export const readDpop: CredentialReader = async (context, { method, url, headers }) => {
  const accessToken = /^DPoP +([\w~+/.=-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (accessToken === undefined) return undefined
  const principal = await verifyAccessToken(context, accessToken)
  const { jkt } = principal.credential
  if (jkt === undefined) throw new UnderstudyError('AUTH-DPOP-UNBOUND', 'The access token is bound to no key.')
  const { dpop } = headers
  if (typeof dpop !== 'string') throw new UnderstudyError('AUTH-DPOP-PROOF', 'The request has no DPoP header.')
  const proven = await verifyProof(context, dpop, { method, path: url, accessToken })
  if (proven !== jkt) throw new UnderstudyError('AUTH-DPOP-PROOF', 'The proof is of another key than the access token.')
  return principal
}
