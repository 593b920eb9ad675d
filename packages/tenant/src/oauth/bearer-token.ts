import { UnderstudyError } from '@understudy/contract'

/**
 * Reads the token of an `Authorization: Bearer` header (RFC 6750 section 2.1).
 *
 * @throws UnderstudyError `AUTH-TOKEN-MISSING`
 */
export const bearerToken = (authorization: string | undefined): string => {
  const token = /^Bearer +([\w~+/.=-]+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw new UnderstudyError('AUTH-TOKEN-MISSING', 'There is no bearer token.')
  return token
}
