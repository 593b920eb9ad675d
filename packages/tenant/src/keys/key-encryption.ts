import { createCipheriv, createDecipheriv } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import { deriveKey } from './derive-key.js'
import type { MasterKey } from './master-key.js'

const nonceBytes = 12
const tagBytes = 16

/** Which key a ciphertext belongs to; authenticated with it, so that a row moved elsewhere does not decrypt. */
export interface KeyIdentity {
  readonly tenantId: string
  readonly kid: string
}

/**
 * Encrypts a private key for storage: AES-256-GCM under a key derived from the master key.
 *
 * @param bytes source of random bytes, for the nonce
 * @returns base64url of nonce, ciphertext and tag
 */
export const encryptKey = (
  masterKey: MasterKey,
  identity: KeyIdentity,
  plaintext: Buffer,
  bytes: (count: number) => Buffer,
): string => {
  const nonce = bytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(masterKey, 'key-encryption'), nonce)
  cipher.setAAD(additionalData(identity))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString('base64url')
}

/**
 * Decrypts what {@link encryptKey} made.
 *
 * @throws UnderstudyError `MASTER-KEY-WRONG` for another master key, another identity or an altered text
 */
export const decryptKey = (masterKey: MasterKey, identity: KeyIdentity, encrypted: string): Buffer => {
  const data = Buffer.from(encrypted, 'base64url')
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      deriveKey(masterKey, 'key-encryption'),
      data.subarray(0, nonceBytes),
      { authTagLength: tagBytes },
    )
    decipher.setAAD(additionalData(identity))
    decipher.setAuthTag(data.subarray(data.length - tagBytes))
    return Buffer.concat([decipher.update(data.subarray(nonceBytes, data.length - tagBytes)), decipher.final()])
  } catch (error) {
    throw new UnderstudyError('MASTER-KEY-WRONG', `The signing key ${identity.kid} cannot be decrypted.`, {
      cause: error,
    })
  }
}

const additionalData = ({ tenantId, kid }: KeyIdentity): Buffer => Buffer.from(JSON.stringify([tenantId, kid]))
