import { clientAssertionType, UnderstudyError } from '@understudy/contract'
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { ClientCredential } from '../../clients/client-credentials.js'
import { spendOnce } from '../../store/spend-once.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type ClientRegistration, readClientRegistration, type TokenClient, tokenClient } from '../token-client.js'
import { assertionAlgorithms } from './assertion-algorithms.js'
import { clientKey } from './client-keys.js'
import { nobodysKey } from './nobodys-key.js'

/** A client's proof that it has its private key (RFC 7521 section 4.2). */
export interface PresentedAssertion {
  /** `client_id` of the request; the assertion names the client where it is left out. */
  readonly clientId: string | undefined
  readonly assertion?: string | undefined
  readonly assertionType?: string | undefined
}

/** Seconds from `iat` to `exp` at most (contract 1.10). */
const longestLife = 300

/** Seconds by which the clocks of client and tenant may differ. */
const clockTolerance = 10

/**
 * Authenticates a client by `private_key_jwt` (RFC 7523 section 3, contract 1.10). What is wrong with the claims of an
 * assertion is told only to whoever signed it with a key of the client: an unknown client, one that may not use this
 * method, and a wrong key are told in the same words.
 *
 * @throws UnderstudyError `OAUTH-ASSERTION-TYPE`, `OAUTH-ASSERTION-INVALID`, `OAUTH-ASSERTION-SIGNATURE`,
 *   `OAUTH-ASSERTION-AUDIENCE` or `OAUTH-ASSERTION-REPLAYED`
 */
export const authenticateByAssertion = async (
  context: TenantContext,
  { clientId, assertion, assertionType }: PresentedAssertion,
): Promise<TokenClient> => {
  if (assertionType !== clientAssertionType) {
    throw new UnderstudyError('OAUTH-ASSERTION-TYPE', `The client_assertion_type is not ${clientAssertionType}.`)
  }
  if (assertion === undefined) throw invalid('There is no client_assertion.')
  const claimedId = claimedClientId(assertion)
  if (clientId !== undefined && clientId !== claimedId) throw invalid('The sub of the assertion is not the client_id.')

  const registration = await readClientRegistration(context, claimedId)
  const client = registration === undefined ? undefined : tokenClient(registration)
  const permitted = client?.authMethods.includes('private_key_jwt') === true ? registration : undefined
  const { claims, credential } = await verifiedClaims(context, assertion, claimedId, permitted)
  if (client === undefined || permitted === undefined || credential === undefined) throw wrongSignature()
  await spendAssertion(context, client.id, singleUse(claims))
  return { ...client, credential }
}

/**
 * The client that an assertion names, before anything of it is believed.
 *
 * @throws UnderstudyError `OAUTH-ASSERTION-INVALID` for what is no JWT
 */
const claimedClientId = (assertion: string): string => {
  const { sub } = unverifiedClaims(assertion)
  // Looked up in the store, where PostgreSQL takes no NUL.
  if (typeof sub !== 'string' || sub.includes('\0')) throw invalid('The assertion has no sub that names a client.')
  return sub
}

const unverifiedClaims = (assertion: string): JWTPayload => {
  try {
    return decodeJwt(assertion)
  } catch (cause) {
    throw invalid('The assertion is no JWT.', cause)
  }
}

const verifiedClaims = async (
  context: TenantContext,
  assertion: string,
  clientId: string,
  client: ClientRegistration | undefined,
): Promise<{ readonly claims: JWTPayload; readonly credential: ClientCredential | undefined }> => {
  const { tenant, clock } = context
  let credential: ClientCredential | undefined
  try {
    const { payload } = await jwtVerify(
      assertion,
      async (header) => {
        const found = client === undefined ? undefined : await clientKey(context, client, header).catch(() => undefined)
        credential = found?.credential
        return found?.key ?? nobodysKey(header.alg)
      },
      {
        algorithms: [...assertionAlgorithms],
        issuer: clientId,
        subject: clientId,
        // RFC 7523 section 3 wants a value that identifies the authorization server, of which the token endpoint is one;
        // the identifier of RFC 8414 is the one that openid-client and oauth4webapi send.
        audience: [`${tenant.origin}/oauth/token`, tenant.origin],
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'jti'],
        maxTokenAge: longestLife,
        clockTolerance,
        currentDate: new Date(clock()),
      },
    )
    return { claims: payload, credential }
  } catch (error) {
    throw refusalOf(error)
  }
}

/** Brings the errors of `jose` to the families of contract 1.10. */
const refusalOf = (error: unknown): unknown => {
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return wrongAudience()
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return invalid(`The claim ${error.claim} of the assertion is missing or not acceptable.`)
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('The assertion is signed with another algorithm.')
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return invalid('The assertion is no JWT.')
  }
  return wrongSignature(error)
}

/**
 * Checks what `jose` does not: that there is one audience, so that no other server can be handed the same assertion, and
 * a short life.
 *
 * @returns what must not be seen again, and until when (seconds since 1970)
 */
const singleUse = ({ aud, exp = 0, iat = 0, jti }: JWTPayload): { readonly jti: string; readonly exp: number } => {
  if (Array.isArray(aud) && aud.length !== 1) throw wrongAudience()
  if (exp - iat > longestLife) throw invalid(`The assertion lives for more than ${longestLife} seconds.`)
  if (typeof jti !== 'string' || jti === '') throw invalid('The jti of the assertion is no text.')
  return { jti, exp }
}

const spendAssertion = async (
  { store, tenant, clock }: TenantContext,
  clientId: string,
  { jti, exp }: { readonly jti: string; readonly exp: number },
): Promise<void> => {
  const first = await spendOnce(
    store,
    {
      tenantId: tenant.id,
      use: 'client-assertion',
      issuer: clientId,
      id: jti,
      expiresAt: (exp + clockTolerance) * 1000,
    },
    clock(),
  )
  if (!first) throw new UnderstudyError('OAUTH-ASSERTION-REPLAYED', 'An assertion with this jti was presented before.')
}

const invalid = (detail: string, cause?: unknown): UnderstudyError =>
  new UnderstudyError('OAUTH-ASSERTION-INVALID', detail, { cause })

const wrongAudience = (): UnderstudyError =>
  new UnderstudyError(
    'OAUTH-ASSERTION-AUDIENCE',
    'The aud of the assertion is not the token endpoint (or the issuer) of this tenant alone.',
  )

const wrongSignature = (cause?: unknown): UnderstudyError =>
  new UnderstudyError(
    'OAUTH-ASSERTION-SIGNATURE',
    'The client is unknown, may not authenticate with a key, or has no key that signed the assertion.',
    { cause },
  )
