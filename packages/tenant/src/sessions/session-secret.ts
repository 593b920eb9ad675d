import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** 256 bits: cannot be guessed, so that a fast hash protects it at rest. */
const secretBytes = 32

/**
 * Makes the secret of a session, which only its cookie holds.
 *
 * @param bytes source of random bytes
 */
export const newSessionSecret = (bytes: (count: number) => Buffer): string => bytes(secretBytes).toString('base64url')

/** What the store holds of a secret: base64url of its SHA-256. */
export const hashSessionSecret = (secret: string): string => hash('sha256', secret, 'base64url')

/** Whether a presented secret is the one whose hash is stored, in constant time. */
export const isSessionSecret = (presented: string, stored: string): boolean =>
  timingSafeEqual(Buffer.from(hashSessionSecret(presented)), Buffer.from(stored))

/**
 * The CSRF token of a session: bound to its secret, so that nobody who cannot read the cookie can know it, and a token of
 * another session does not fit. Nothing has to be stored for it.
 */
export const csrfTokenOf = (secret: string): string =>
  createHmac('sha256', secret).update('understudy/csrf-token').digest('base64url')

/** Whether a presented CSRF token is the session's, in constant time. */
export const isCsrfToken = (presented: string | undefined, token: string): boolean =>
  presented !== undefined &&
  presented.length === token.length &&
  timingSafeEqual(Buffer.from(hashSessionSecret(presented)), Buffer.from(hashSessionSecret(token)))
