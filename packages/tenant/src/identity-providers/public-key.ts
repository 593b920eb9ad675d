import { createPublicKey, type KeyObject } from 'node:crypto'
import { publicKeyProblem } from '../keys/public-key-problem.js'

const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const

/** JWS algorithms by the curve of a key, as OpenSSL names it. */
const curveAlgorithms: Readonly<Record<string, readonly string[]>> = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
}

/** Every algorithm that a JWT of a provider may be signed with: asymmetric ones only. */
export const jwtAlgorithms: readonly string[] = [...rsaAlgorithms, ...Object.values(curveAlgorithms).flat(), 'EdDSA']

/** A key that signatures are checked with, and the algorithms that it may be used for (RFC 8725 section 3.1). */
export interface VerificationKey {
  readonly key: KeyObject
  readonly algorithms: readonly string[]
}

/**
 * Reads a public key, or the one of a certificate.
 *
 * @param pem PEM text
 * @returns the rest of a sentence that begins with "The key" when it cannot be used
 */
export const readVerificationKey = (pem: string): VerificationKey | string => {
  // OpenSSL would read the public half of it. It must not even be stored: whoever has it signs in as anybody.
  if (pem.includes('PRIVATE KEY'))
    return 'is a private key: keep it where the JWTs are signed, and give its public half'
  const key = readKey(pem)
  if (key === undefined) return 'is no public key or certificate in PEM form'
  const problem = publicKeyProblem(key)
  if (problem !== undefined) return problem
  const algorithms = algorithmsOf(key)
  return algorithms.length > 0 ? { key, algorithms } : 'must be RSA, P-256, P-384, P-521 or Ed25519'
}

const readKey = (pem: string): KeyObject | undefined => {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}

const algorithmsOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] => {
  switch (asymmetricKeyType) {
    case 'rsa':
      return rsaAlgorithms
    case 'ec':
      return curveAlgorithms[asymmetricKeyDetails?.namedCurve ?? ''] ?? []
    case 'ed25519':
      return ['EdDSA']
    default:
      return []
  }
}
