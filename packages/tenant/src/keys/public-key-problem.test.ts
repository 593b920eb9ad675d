import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { jwkProblem, publicKeyProblem } from './public-key-problem.js'
import { exponentOne, forgeJwt, pointAtInfinity } from './testing/forged-signature.js'
import { verificationKeys } from './verification-keys.js'

const rsa = (modulusLength = 2048): JsonWebKey =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' })
const ec = (namedCurve = 'P-256'): JsonWebKey =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' })
const ed25519 = (): JsonWebKey => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })

const bytesOf = (value: bigint): string => {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
}
const number = (text = ''): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`)
const withExponent = (e: bigint): JsonWebKey => ({ ...rsa(), e: bytesOf(e) })
const withModulus = (n: bigint): JsonWebKey => ({ kty: 'RSA', n: bytesOf(n), e: 'AQAB' })
const onCurve = (hex: string): JsonWebKey => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: Buffer.from(hex, 'hex').toString('base64url'),
})
const primeOf = (bits: number): bigint => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits * 2 })
  return number(privateKey.export({ format: 'jwk' }).p)
}

describe('a public key', () => {
  it('is taken where it is one', () => {
    for (const jwk of [rsa(), rsa(4096), ec(), ec('P-384'), ec('P-521')]) expect(jwkProblem(jwk)).toBeUndefined()
    for (let count = 0; count < 20; count++) expect(jwkProblem(ed25519())).toBeUndefined()
    expect(jwkProblem({ ...ec(), use: 'sig', key_ops: ['verify'] })).toBeUndefined()
  })

  it.each<[string, () => object, RegExp]>([
    ['has the exponent 1', exponentOne, /exponent 1;/],
    ['has the exponent 3', () => withExponent(3n), /exponent 3;/],
    ['has an even exponent', () => withExponent(65538n), /exponent 65538;/],
    ['has an exponent just below', () => withExponent(65535n), /exponent 65535;/],
    ['has an exponent that is long to compute with', () => withExponent(2n ** 64n + 1n), /64 bits/],
    ['is too short', () => rsa(2040), /2040 bits/],
    ['is too long', () => withModulus(2n ** 4100n + 1n), /at most 4096/],
    ['has an even modulus', () => withModulus(2n ** 2047n + 2n), /small factor/],
    ['has a small factor', () => withModulus((2n ** 2038n + 1n) * 751n), /small factor/],
    ['has a prime for its modulus', () => withModulus(2n ** 2203n - 1n), /is a prime/],
    ['has the square of a prime for its modulus', () => withModulus(primeOf(1024) ** 2n), /too near/],
    ['is made as broken hardware made keys', () => withModulus(65537n ** 128n), /CVE-2017-15361/],
    ['has its private exponent', () => ({ ...rsa(), d: 'AQAB' }), /private half/],
    ['has a prime of its private half', () => ({ ...rsa(), p: 'AQAB' }), /private half/],
    ['is a shared secret', () => ({ kty: 'oct', k: 'AAAA' }), /private half/],
    ['is for encryption', () => ({ ...rsa(), use: 'enc' }), /"use"/],
    ['is for wrapping keys', () => ({ ...rsa(), key_ops: ['wrapKey'] }), /"key_ops"/],
    ['says what it is for in no known form', () => ({ ...rsa(), key_ops: 'verify' }), /"key_ops"/],
    ['is no point of P-256', () => ({ ...ec(), x: 'AAAA', y: 'AAAA' }), /cannot be read/],
    ['is no point of Ed25519', () => onCurve(`02${'00'.repeat(31)}`), /no point of its curve/],
    ['is the neutral point of Ed25519', () => onCurve(`01${'00'.repeat(31)}`), /anybody can sign/],
    [
      'is a point of order eight',
      () => onCurve('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'),
      /anybody can sign/,
    ],
    ['is a point in another writing', () => onCurve(`ee${'ff'.repeat(30)}7f`), /another way/],
    [
      'is for key agreement',
      () => generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }),
      /elliptic curve, or Ed25519/,
    ],
  ])('is refused when it %s', (_kind, key, problem) => {
    expect(jwkProblem(key())).toMatch(problem)
  })

  it('is refused when it is the point at infinity, without ending the process', () => {
    expect(publicKeyProblem(createPublicKey(pointAtInfinity()))).toBe('is no point of its curve')
  })

  it('is refused when it is a private one', () => {
    expect(publicKeyProblem(generateKeyPairSync('ed25519').privateKey)).toBe('is no public key')
  })
})

describe('why', () => {
  it('anybody signs for the exponent 1', async () => {
    const keys = [{ ...exponentOne(), kid: 'k' }]
    const { payload } = await jwtVerify(
      forgeJwt({ kid: 'k' }, { sub: 'anybody' }),
      createLocalJWKSet({ keys } as never),
    )
    expect(payload.sub).toBe('anybody')
    expect(verificationKeys({ keys }, 10)).toEqual([])
  })

  it('anybody signs for the neutral point', () => {
    const key = createPublicKey({ key: onCurve(`01${'00'.repeat(31)}`), format: 'jwk' })
    const signature = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])
    expect(verify(null, Buffer.from('anything'), key, signature)).toBe(true)
  })
})
