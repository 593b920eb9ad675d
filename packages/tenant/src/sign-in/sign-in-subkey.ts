import { hkdfSync } from 'node:crypto'

/** What a key made of the sign-in key is for. */
export type SignInPurpose = 'password' | 'form' | 'known-browser'

/** Makes the key of one purpose and tenant of the process's sign-in key (RFC 5869). */
export const signInSubkey = (signInKey: Buffer, purpose: SignInPurpose, tenantId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', signInKey, '', JSON.stringify([purpose, tenantId]), 32))
