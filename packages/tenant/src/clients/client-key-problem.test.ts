import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { rest } from '@understudy/contract'
import { describe, expect, it } from 'vitest'
import { clientKeyProblem } from './client-key-problem.js'

const jwkOf = (publicKey: KeyObject, alg: string): rest.PublicJwk =>
  ({ kid: 'k', alg, use: 'sig', ...publicKey.export({ format: 'jwk' }) }) as rest.PublicJwk

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).publicKey
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey
const ed25519 = generateKeyPairSync('ed25519').publicKey

describe('a public key of a client', () => {
  it('is of the kind that its algorithm signs with', () => {
    const strong = rsa(2048)
    for (const alg of ['RS256', 'RS512', 'PS256']) expect(clientKeyProblem(jwkOf(strong, alg))).toBeUndefined()
    expect(clientKeyProblem(jwkOf(ec('P-256'), 'ES256'))).toBeUndefined()
    expect(clientKeyProblem(jwkOf(ec('P-384'), 'ES384'))).toBeUndefined()
    expect(clientKeyProblem(jwkOf(ed25519, 'EdDSA'))).toBeUndefined()
    expect(clientKeyProblem(jwkOf(ed25519, 'Ed25519'))).toBeUndefined()
  })

  it.each([
    ['another curve', () => jwkOf(ec('P-256'), 'ES384'), /EC P-384/],
    ['another type', () => jwkOf(ed25519, 'RS256'), /RSA/],
    ['a curve for key agreement', () => jwkOf(generateKeyPairSync('x25519').publicKey, 'EdDSA'), /OKP Ed25519/],
    ['too short', () => jwkOf(rsa(1024), 'RS256'), /1024 bits/],
    ['missing members', () => ({ ...jwkOf(ec('P-256'), 'ES256'), y: undefined }) as unknown as rest.PublicJwk, /read/],
    ['not a point of its curve', () => ({ ...jwkOf(ec('P-256'), 'ES256'), x: 'AAAA', y: 'AAAA' }), /read/],
  ])('is refused when it is %s', (_kind, key, problem) => {
    expect(clientKeyProblem(key())).toMatch(problem)
  })
})
