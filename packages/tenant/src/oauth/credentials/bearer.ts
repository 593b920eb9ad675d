import { verifyAccessToken } from '../verify-access-token.js'
import type { CredentialReader } from './credential-reader.js'

/** The access token of an `Authorization: Bearer` header (RFC 6750 section 2.1). */
export const readBearer: CredentialReader = async (context, { headers }) => {
  const token = /^Bearer +([\w~+/.=-]+)$/i.exec(headers.authorization ?? '')?.[1]
  return token === undefined ? undefined : verifyAccessToken(context, token)
}
