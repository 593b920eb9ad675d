import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OutboundDocument } from '../network/outbound-requests.js'
import { type RemoteKeySets, remoteKeySets } from './remote-key-sets.js'

let jwk: JWK
let now: number
let asked: number
let answer: () => Promise<OutboundDocument>
let sets: RemoteKeySets

beforeAll(async () => {
  const { publicKey } = await generateKeyPair('ES256')
  jwk = await exportJWK(publicKey)
})

beforeEach(() => {
  now = 1_000_000
  asked = 0
  answer = async () => ({ value: { keys: [{ ...jwk, kid: 'a' }] }, maxAge: 600 })
  const getJson = () => {
    asked += 1
    return answer()
  }
  sets = remoteKeySets({ getJson }, () => now)
})

const read = (kid = 'a', tenantId = 'tenant') => sets.keySet(tenantId, 'https://keys.example/', kid)

describe('a remote key set', () => {
  it('is read once by any number of requests, and again when it is old', async () => {
    await Promise.all([read(), read(), read()])
    await read()
    expect(asked).toBe(1)
    now += 600_000
    await read()
    expect(asked).toBe(2)
  })

  it('is kept for a minute at least and an hour at most', async () => {
    answer = async () => ({ value: { keys: [] }, maxAge: 0 })
    await sets.keySet('tenant', 'https://keys.example/', undefined)
    now += 59_000
    await sets.keySet('tenant', 'https://keys.example/', undefined)
    expect(asked).toBe(1)

    answer = async () => ({ value: { keys: [] }, maxAge: 999_999 })
    now += 2_000
    await sets.keySet('tenant', 'https://keys.example/', undefined)
    now += 3_600_000
    await sets.keySet('tenant', 'https://keys.example/', undefined)
    expect(asked).toBe(3)
  })

  it('is read again for a key that it lacks, but not at every request', async () => {
    await read()
    await read('b')
    await read('c')
    expect(asked).toBe(1)
    now += 30_000
    await read('b')
    await read('c')
    expect(asked).toBe(2)
  })

  it('is left alone for longer and longer while it fails', async () => {
    answer = () => Promise.reject(new Error('down'))
    for (const [pause, expected] of [
      [0, 1],
      [500, 1],
      [500, 2],
      [1000, 2],
      [1000, 3],
    ] as const) {
      now += pause
      await expect(read()).rejects.toThrow()
      expect(asked).toBe(expected)
    }
  })

  it('is not used beyond its age when it cannot be read any more', async () => {
    await read()
    answer = () => Promise.reject(new Error('down'))
    now += 600_000
    await expect(read()).rejects.toThrow('down')
  })

  it('is kept by tenant', async () => {
    await Promise.all([read('a', 'one'), read('a', 'two')])
    expect(asked).toBe(2)
  })

  it.each([
    ['a list', []],
    ['no keys', { keys: 1 }],
    ['too many keys', { keys: Array(51).fill({ kty: 'EC' }) }],
  ])('is refused when it is %s', async (_kind, value) => {
    answer = async () => ({ value, maxAge: undefined })
    await expect(read()).rejects.toThrow(/key set/)
  })
})
