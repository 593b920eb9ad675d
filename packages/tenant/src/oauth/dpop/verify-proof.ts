import { hash } from 'node:crypto'
import { type ErrorCode, UnderstudyError } from '@understudy/contract'
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTPayload, jwtVerify } from 'jose'
import { jwkProblem } from '../../keys/public-key-problem.js'
import { spendOnce } from '../../store/spend-once.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { dpopAlgorithms } from './dpop-algorithms.js'
import { isCurrentNonce, nonceLifetime } from './nonce.js'

/** The request that a proof is presented with. */
export interface ProvenRequest {
  readonly method: string
  /** Path, with or without query. */
  readonly path: string
  /** The access token that the request carries; a token request carries none. */
  readonly accessToken?: string
}

/** How far the clock of a client may be off, in ms; that a proof is fresh is told by its nonce. */
const clockSkew = 300_000

/** Characters of a `jti`. */
const maxIdLength = 512

/**
 * Checks a DPoP proof (RFC 9449 section 4.3): who sends this request, at this time, holds the private key. A proof counts
 * once, on whichever node.
 *
 * @param proof the `DPoP` header
 * @returns the thumbprint of the key (RFC 7638)
 * @throws UnderstudyError `OAUTH-DPOP-PROOF` or `OAUTH-DPOP-NONCE`; with an access token `AUTH-DPOP-PROOF` or
 *   `AUTH-DPOP-NONCE`
 */
export const verifyProof = async (context: TenantContext, proof: string, request: ProvenRequest): Promise<string> => {
  const [proofError, nonceError]: readonly [ErrorCode, ErrorCode] =
    request.accessToken === undefined
      ? ['OAUTH-DPOP-PROOF', 'OAUTH-DPOP-NONCE']
      : ['AUTH-DPOP-PROOF', 'AUTH-DPOP-NONCE']
  const { claims, jkt } = await signedProof(proof, proofError)
  const problem = problemOf(context, claims, request)
  if (problem !== undefined) throw new UnderstudyError(proofError, problem)
  if (!isCurrentNonce(context, claims.nonce)) {
    throw new UnderstudyError(nonceError, 'The proof needs the nonce of the DPoP-Nonce header of this answer.')
  }
  const now = context.clock()
  const first = await spendOnce(
    context.store,
    {
      tenantId: context.tenant.id,
      use: 'dpop-proof',
      issuer: jkt,
      id: String(claims.jti),
      expiresAt: now + nonceLifetime,
    },
    now,
  )
  if (!first) throw new UnderstudyError(proofError, 'The proof was used before.')
  return jkt
}

const signedProof = async (proof: string, code: ErrorCode): Promise<{ claims: JWTPayload; jkt: string }> => {
  try {
    // Takes public keys only. Times are checked apart, since `iat` of a proof is no `iat` of a token.
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: dpopAlgorithms,
    })
    if (protectedHeader.jwk === undefined) throw new errors.JWSInvalid('There is no key.')
    const problem = jwkProblem(protectedHeader.jwk)
    if (problem !== undefined) throw new UnderstudyError(code, `The key of the proof ${problem}.`)
    return { claims: payload, jkt: await calculateJwkThumbprint(protectedHeader.jwk) }
  } catch (error) {
    if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error
    throw new UnderstudyError(code, 'The DPoP header is no single JWT of type dpop+jwt, signed by the key it holds.', {
      cause: error,
    })
  }
}

const problemOf = (
  { tenant, clock }: TenantContext,
  claims: JWTPayload,
  { method, path, accessToken }: ProvenRequest,
): string | undefined => {
  const { jti, iat, htm, htu, ath } = claims
  if (typeof jti !== 'string' || jti === '' || jti.length > maxIdLength) return 'The proof has no jti.'
  if (htm !== method) return 'The htm of the proof is another method than that of the request.'
  if (addressOf(htu) !== `${tenant.origin}${path.split('?')[0]}`) {
    return 'The htu of the proof is another address than that of the request.'
  }
  if (typeof iat !== 'number' || Math.abs(clock() - iat * 1000) > clockSkew) {
    return 'The iat of the proof is not now; compare the clocks.'
  }
  if (accessToken !== undefined && ath !== hash('sha256', accessToken, 'base64url')) {
    return 'The ath of the proof is not the hash of the access token.'
  }
  return undefined
}

/** Query and fragment do not count. */
const addressOf = (htu: unknown): string | undefined => {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return undefined
  const { origin, pathname } = new URL(htu)
  return `${origin}${pathname}`
}
