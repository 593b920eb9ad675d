import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto'
import { pointProblem } from './ed25519-point.js'
import { modulusProblem } from './rsa-modulus.js'

/** Bits of an RSA modulus: at least those of RFC 7518 section 3.3, at most what key services make. */
const modulusBits = { least: 2048, most: 4096 } as const

/** RSA exponents (NIST FIPS 186-5 section 5.1), up to what OpenSSL verifies with large moduli. */
const exponents = { least: 65537n, most: 2n ** 64n } as const

/** Members of a JWK that nobody but its owner may have (RFC 7518 section 6, RFC 8037 section 2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] as const

/**
 * Why signatures must not be verified with a key, to follow the words "The key": anybody could make them, or anybody
 * could find the private half. Every key that comes in is asked here, whoever sent it.
 *
 * @returns undefined when nothing is wrong with it
 */
export const publicKeyProblem = (key: KeyObject): string | undefined => {
  if (key.type !== 'public') return 'is no public key'
  const encoded = encodingOf(key)
  if (encoded === undefined) return 'is no point of its curve'
  return remembered(encoded, () => problemOf(key, encoded))
}

/**
 * Why signatures must not be verified with a JWK (RFC 7517), to follow the words "The key".
 *
 * @returns undefined when nothing is wrong with it
 */
export const jwkProblem = (jwk: object): string | undefined => {
  return remembered(JSON.stringify(jwk), () => jwkFindings(jwk))
}

const jwkFindings = (jwk: object): string | undefined => {
  if (privateMembers.some((member) => member in jwk)) return 'has its private half'
  const { use, key_ops: operations } = jwk as { readonly use?: unknown; readonly key_ops?: unknown }
  if (use !== undefined && use !== 'sig') return 'is not for signatures, its "use" says'
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return 'is not for verifying, its "key_ops" say'
  }
  const key = readKey(jwk)
  if (key === undefined) return 'cannot be read: members are missing, or no key has their values'
  return publicKeyProblem(key)
}

const readKey = (jwk: object): KeyObject | undefined => {
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** OpenSSL reads the point at infinity from PEM; of such a key nothing else may be asked, since Node.js ends the process. */
const encodingOf = (key: KeyObject): Buffer | undefined => {
  try {
    return key.export({ type: 'spki', format: 'der' })
  } catch {
    return undefined
  }
}

const rsaProblem = (key: KeyObject): string | undefined => {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (modulusLength < modulusBits.least) return `has ${modulusLength} bits; RSA needs ${modulusBits.least}`
  if (modulusLength > modulusBits.most) return `has ${modulusLength} bits; at most ${modulusBits.most} are taken`
  if (publicExponent < exponents.least || publicExponent > exponents.most || publicExponent % 2n === 0n) {
    return `has the exponent ${publicExponent}; it must be odd, at least ${exponents.least} and at most 64 bits long`
  }
  const { n = '' } = key.export({ format: 'jwk' })
  return modulusProblem(BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`))
}

const problemOf = (key: KeyObject, encoded: Buffer): string | undefined => {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return rsaProblem(key)
    case 'ed25519':
      return pointProblem(encoded.subarray(-32))
    case 'ec':
      return undefined
    default:
      return 'must be RSA, of an elliptic curve, or Ed25519'
  }
}

const verdictsKept = 1000

const verdicts = new Map<string, { readonly problem: string | undefined }>()

/** Asks once for keys that come with each request: some questions take milliseconds. */
const remembered = (key: string | Buffer, find: () => string | undefined): string | undefined => {
  const identity = hash('sha256', key, 'base64url')
  const known = verdicts.get(identity)
  if (known !== undefined) return known.problem
  const [oldest] = verdicts.keys()
  if (verdicts.size >= verdictsKept && oldest !== undefined) verdicts.delete(oldest)
  const problem = find()
  verdicts.set(identity, { problem })
  return problem
}
