import { createHash, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'

/** An RSA "key" with exponent 1: verifying raises a signature to the first power, so that anybody makes signatures. */
export const exponentOne = (): JsonWebKey => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
  e: 'AQ',
})

/** PEM of a JWK. */
export const pemOf = (jwk: JsonWebKey): string =>
  createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()

/** DER of SHA-256's `DigestInfo` up to the digest (RFC 8017 section 9.2). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex')

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT whose signature verifies with {@link exponentOne}, made without any private key: the padded digest itself. */
export const forgeJwt = (header: object, claims: object): string => {
  const signed = `${part({ alg: 'RS256', ...header })}.${part(claims)}`
  const info = Buffer.concat([digestInfo, createHash('sha256').update(signed).digest()])
  const padding = Buffer.alloc(256 - info.length - 3, 0xff)
  return `${signed}.${Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info]).toString('base64url')}`
}

/** PEM of the point at infinity of P-256, which OpenSSL reads as a key. */
export const pointAtInfinity = (): string => {
  const whole = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = whole.subarray(2, 23)
  const der = Buffer.concat([Buffer.from([0x30, algorithm.length + 4]), algorithm, Buffer.from([3, 2, 0, 0])])
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`
}
