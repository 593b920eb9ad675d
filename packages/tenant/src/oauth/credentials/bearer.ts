import { UnderstudyError } from '@understudy/contract'
import { verifyAccessToken } from '../verify-access-token.js'
import type { CredentialReader } from './credential-reader.js'

/**
 * The access token of an `Authorization: Bearer` header (RFC 6750 section 2.1). One that is bound to a key is worth
 * nothing without its proof (RFC 9449 section 7.2).
 */
export const readBearer: CredentialReader = async (context, { headers }) => {
  const token = /^Bearer +([\w~+/.=-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return undefined
  const principal = await verifyAccessToken(context, token)
  if (principal.credential.jkt === undefined) return principal
  throw new UnderstudyError('AUTH-DPOP-BOUND', 'The access token is bound to a key and was sent as a bearer token.')
}
