import type { rest } from '@understudy/contract'
import { jwkProblem } from '../keys/public-key-problem.js'

/** The key type, and the curve, that an algorithm signs with. */
const fits: Readonly<Record<rest.PublicJwk['alg'], readonly [kty: rest.PublicJwk['kty'], crv?: string]>> = {
  RS256: ['RSA'],
  RS512: ['RSA'],
  PS256: ['RSA'],
  ES256: ['EC', 'P-256'],
  ES384: ['EC', 'P-384'],
  EdDSA: ['OKP', 'Ed25519'],
  Ed25519: ['OKP', 'Ed25519'],
}

/**
 * Why a key cannot authenticate a client (contract 1.10), to follow the words "The key".
 *
 * @returns undefined when it can
 */
export const clientKeyProblem = (jwk: rest.PublicJwk): string | undefined => {
  const [kty, crv] = fits[jwk.alg]
  if (jwk.kty !== kty || (crv !== undefined && jwk.crv !== crv)) {
    return `is not of the kind that ${jwk.alg} signs with: ${crv === undefined ? kty : `${kty} ${crv}`}`
  }
  return jwkProblem(jwk)
}
