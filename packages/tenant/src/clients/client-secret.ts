import { hash, timingSafeEqual } from 'node:crypto'

/** 256 bits: cannot be guessed, so that a fast hash protects it at rest. */
const secretBytes = 32

/** Characters of the secret that are kept to recognise it; 208 unknown bits remain. */
const hintLength = 8

/** A new secret with what is stored of it. */
export interface NewClientSecret {
  /** Shown once, never stored. */
  readonly secret: string
  readonly hint: string
  readonly hash: string
}

/**
 * Makes a client secret.
 *
 * @param bytes source of random bytes
 */
export const newClientSecret = (bytes: (count: number) => Buffer): NewClientSecret => {
  const secret = bytes(secretBytes).toString('base64url')
  return { secret, hint: secret.slice(0, hintLength), hash: hashSecret(secret) }
}

/** What the store holds of a secret: base64url of its SHA-256. */
export const hashSecret = (secret: string): string => hash('sha256', secret, 'base64url')

/** Compared against when there is nothing to compare with, so that an unknown client takes as long as a wrong secret. */
const nobodysHash = hashSecret('')

/**
 * Whether two secrets' hashes are the same, in constant time.
 *
 * @param stored undefined when no stored secret may fit; the same work is done then
 */
export const sameSecretHash = (presented: string, stored: string | undefined): boolean => {
  const equal = timingSafeEqual(Buffer.from(presented), Buffer.from(stored ?? nobodysHash))
  return equal && stored !== undefined
}
