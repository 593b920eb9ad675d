import type { createLocalJWKSet, JWK } from 'jose'
import { jwkProblem } from './public-key-problem.js'

/** Finds the key that a JWS names, among those of one set. */
export type KeyFinder = ReturnType<typeof createLocalJWKSet>

/**
 * The keys of a key set (RFC 7517 section 5) that signatures may be verified with. What is no public key for signatures,
 * or is one that anybody could sign for, is left out, as the RFC asks for keys that are not understood.
 *
 * @param maximum most keys of a set
 * @throws Error when the value is no key set
 */
export const verificationKeys = (value: unknown, maximum: number): JWK[] => {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) {
    throw new Error('The document is no key set.')
  }
  if (value.keys.length > maximum) throw new Error(`The key set has more than ${maximum} keys.`)
  return value.keys.filter(isPublicKey).map(withoutCurveName)
}

const isPublicKey = (value: unknown): value is JWK =>
  typeof value === 'object' &&
  value !== null &&
  'kty' in value &&
  (value.kty === 'RSA' || value.kty === 'EC' || value.kty === 'OKP') &&
  jwkProblem(value) === undefined

/** The algorithm of an Ed25519 key has two names (RFC 8037, RFC 9864): its curve alone decides. */
const withoutCurveName = (jwk: JWK): JWK => {
  if (jwk.kty !== 'OKP') return jwk
  const { alg, ...key } = jwk
  return key
}
