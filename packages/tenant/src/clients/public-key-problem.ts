import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { rest } from '@understudy/contract'

/** Bits of an RSA modulus at least (RFC 7518 section 3.3). */
const leastModulus = 2048

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
export const publicKeyProblem = (jwk: rest.PublicJwk): string | undefined => {
  const [kty, crv] = fits[jwk.alg]
  if (jwk.kty !== kty || (crv !== undefined && jwk.crv !== crv)) {
    return `is not of the kind that ${jwk.alg} signs with: ${crv === undefined ? kty : `${kty} ${crv}`}`
  }
  const key = readKey(jwk)
  if (key === undefined) return 'cannot be read: members are missing, or no key has their values'
  const { modulusLength = leastModulus } = key.asymmetricKeyDetails ?? {}
  return modulusLength < leastModulus ? `has ${modulusLength} bits; RSA needs ${leastModulus}` : undefined
}

const readKey = (jwk: rest.PublicJwk): KeyObject | undefined => {
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
  } catch {
    return undefined
  }
}
