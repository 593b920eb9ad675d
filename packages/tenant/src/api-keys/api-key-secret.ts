import { hash } from 'node:crypto'

/** How every key begins: by it a key is told from an access token, and found by scanners of leaked secrets. */
const prefix = 'understudy_key_'

/** 256 bits: not to be guessed within any lifetime. */
const keyBytes = 32

/** Makes a key. It is told once; the store holds its hash. */
export const newApiKey = (bytes: (count: number) => Buffer): string =>
  `${prefix}${bytes(keyBytes).toString('base64url')}`

/** Whether a bearer token is meant as a key. */
export const isApiKey = (token: string): boolean => token.startsWith(prefix)

/** Base64url of the key's SHA-256; the key is random and needs no slow hash. */
export const hashApiKey = (key: string): string => hash('sha256', key, 'base64url')
