import { createCipheriv, createDecipheriv } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

/** Seals secrets that have to be read again, such as those with which the tenant authenticates elsewhere. */
export interface Sealing {
  /**
   * @param place where the text is kept; authenticated with it, so that it opens nowhere else
   * @returns base64url of nonce, ciphertext and tag
   */
  readonly seal: (place: readonly string[], text: string) => string
  /** @throws when it was sealed by another master key or for another place, or was altered */
  readonly open: (place: readonly string[], sealed: string) => string
  /** The same of bytes. */
  readonly sealBytes: (place: readonly string[], bytes: Uint8Array) => Buffer
  readonly openBytes: (place: readonly string[], sealed: Uint8Array) => Buffer
}

/**
 * Makes a sealing by AES-256-GCM.
 *
 * @param key 32 bytes, derived from the master key for this purpose alone
 * @param bytes source of random bytes, for the nonces
 */
export const sealingWith = (key: Buffer, bytes: (count: number) => Buffer): Sealing => {
  const sealBytes: Sealing['sealBytes'] = (place, plain) => {
    const nonce = bytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.from(JSON.stringify(place)))
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
  const openBytes: Sealing['openBytes'] = (place, data) => {
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, nonceBytes), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(JSON.stringify(place)))
    decipher.setAuthTag(data.subarray(-tagBytes))
    return Buffer.concat([decipher.update(data.subarray(nonceBytes, -tagBytes)), decipher.final()])
  }
  return {
    sealBytes,
    openBytes,
    seal: (place, text) => sealBytes(place, Buffer.from(text)).toString('base64url'),
    open: (place, sealed) => openBytes(place, Buffer.from(sealed, 'base64url')).toString('utf8'),
  }
}
