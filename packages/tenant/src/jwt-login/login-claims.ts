import { isWellFormedText, rest, UnderstudyError } from '@understudy/contract'
import type { JWTPayload } from 'jose'
import type { VouchedUser } from '../identity-providers/vouched-user.js'

/** The audience of JWTs that sign in (contract 3). */
const loginAudience = 'qlik.api/login/jwt-session'

/** Seconds between `nbf` and `exp` at most (contract 3). */
const longestLife = 3600

const mostGroups = 1000

/** What a login needs of its JWT, after its signature was found right. */
export interface LoginClaims {
  readonly user: VouchedUser
  readonly jti: string
  /** Until when the JWT could be presented, milliseconds since 1970, without tolerance. */
  readonly expiresAt: number
}

/**
 * Checks the claims of a JWT that signs in (contract 3). Issuer and signature are the caller's to check.
 *
 * @param now milliseconds since 1970
 * @param tolerance seconds by which the clock of the issuer may differ
 * @throws UnderstudyError INTERNAL-TOKEN-1, naming the claim
 */
export const readLoginClaims = (claims: JWTPayload, now: number, tolerance: number): LoginClaims => {
  const subject = required(claims, 'sub')
  if (!isText(subject, 256) || !identityPattern.test(subject))
    throw invalid(
      'sub',
      'must be a text of 1 to 256 characters, of Unicode, without control characters or blanks around it',
    )
  if (required(claims, 'subType') !== 'user') throw invalid('subType', 'must be "user"')
  const name = required(claims, 'name')
  if (!isText(name, 256)) throw invalid('name', 'must be a text of 1 to 256 characters')
  const email = required(claims, 'email')
  if (!isText(email, 254) || !emailPattern.test(email)) throw invalid('email', 'must be a mail address')
  if (required(claims, 'email_verified') !== true) throw invalid('email_verified', 'must be true')
  const audience = required(claims, 'aud')
  if (
    audience !== loginAudience &&
    !(Array.isArray(audience) && audience.length === 1 && audience[0] === loginAudience)
  )
    throw invalid('aud', `must be "${loginAudience}"`)
  const jti = required(claims, 'jti')
  if (!isText(jti, 1024) && !(typeof jti === 'number' && Number.isFinite(jti)))
    throw invalid('jti', 'must be a text or a number')
  const expiresAt = readTimes(claims, now, tolerance)
  return {
    user: { subject, name, email, groups: readGroups(claims.groups) },
    // A number and a text are the same identifier: whoever may repeat one of them may repeat neither.
    jti: String(jti),
    expiresAt,
  }
}

// As the REST API takes them for users.
const identityPattern = new RegExp(rest.identityPattern)
const emailPattern = new RegExp(rest.emailPattern)

const readTimes = (claims: JWTPayload, now: number, tolerance: number): number => {
  const [iat, nbf, exp] = [time(claims, 'iat'), time(claims, 'nbf'), time(claims, 'exp')]
  const seconds = now / 1000
  if (iat > seconds + tolerance) throw invalid('iat', 'lies in the future')
  if (nbf > seconds + tolerance) throw invalid('nbf', 'lies in the future: the JWT is not valid yet')
  if (exp <= seconds - tolerance) throw invalid('exp', 'lies in the past: the JWT has expired')
  if (exp - nbf > longestLife) throw invalid('exp', `may be ${longestLife} seconds after "nbf" at most`)
  return exp * 1000
}

const time = (claims: JWTPayload, claim: 'iat' | 'nbf' | 'exp'): number => {
  const value = required(claims, claim)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw invalid(claim, 'must be a number of seconds since 1970')
}

/** Without the claim the JWT says nothing of groups: memberships stay as they are. */
const readGroups = (groups: unknown): string[] | undefined => {
  if (groups === undefined) return undefined
  if (
    !Array.isArray(groups) ||
    groups.length > mostGroups ||
    !groups.every((name) => isText(name, 256) && /\S/.test(name))
  )
    throw invalid('groups', `must be an array of at most ${mostGroups} names of 1 to 256 characters`)
  return groups
}

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= longest &&
  !value.includes('\0') &&
  isWellFormedText(value)

const required = (claims: JWTPayload, claim: string): unknown => {
  const value = claims[claim]
  if (value !== undefined && value !== null) return value
  throw new UnderstudyError('INTERNAL-TOKEN-1', `JWT_LOGIN_VALIDATIONS Missing required claim: ${claim}`, {
    meta: { claim },
  })
}

const invalid = (claim: string, problem: string): UnderstudyError =>
  new UnderstudyError('INTERNAL-TOKEN-1', `JWT_LOGIN_VALIDATIONS The claim "${claim}" ${problem}.`, { meta: { claim } })
