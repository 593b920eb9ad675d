import { hash } from 'node:crypto'
import type { Randomness } from '../tenants/tenant-context.js'

/** 256 bits: not to be guessed within any lifetime. */
const tokenBytes = 32

/** A new token that means nothing by itself: base64url of random bytes. */
export const newOpaqueToken = ({ bytes }: Randomness): string => bytes(tokenBytes).toString('base64url')

/** What the store holds of such a token; found by equality, since a hash's beginning tells nothing of the token. */
export const hashOpaqueToken = (token: string): string => hash('sha256', token, 'base64url')
