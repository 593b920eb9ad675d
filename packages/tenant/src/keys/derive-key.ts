import { hkdfSync } from 'node:crypto'
import type { MasterKey } from './master-key.js'

/** What a derived key is for. Keys of different purposes tell nothing of each other. */
export type KeyPurpose =
  | 'key-encryption'
  | 'secret-sealing'
  | 'rest-cursor'
  | 'sign-in'
  | 'dpop-nonce'
  | 'audit-journal'
  | 'kept-sessions'

/** Derives the 32-byte key of a purpose from the master key (RFC 5869). */
export const deriveKey = (masterKey: MasterKey, purpose: KeyPurpose): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, '', `understudy/${purpose}`, 32))
