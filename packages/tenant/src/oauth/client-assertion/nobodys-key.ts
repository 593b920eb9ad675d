import { generateKeyPair } from 'jose'
import type { VerificationKey } from './client-keys.js'

const keys = new Map<string, Promise<VerificationKey>>()

/**
 * A key that signs nothing, to verify against where there is no key: an unknown client is refused after the same work as
 * a wrong signature.
 *
 * @param algorithm one that assertions may be signed with
 */
export const nobodysKey = (algorithm: string): Promise<VerificationKey> => {
  const known = keys.get(algorithm)
  if (known !== undefined) return known
  const made = generateKeyPair(algorithm).then(({ publicKey }) => publicKey)
  keys.set(algorithm, made)
  return made
}
