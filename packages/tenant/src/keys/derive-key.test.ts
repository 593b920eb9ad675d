import { hkdfSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { deriveKey, type KeyPurpose } from './derive-key.js'
import type { MasterKey } from './master-key.js'

const master = (byte: number): MasterKey => Buffer.alloc(32, byte) as MasterKey

const purposes: Readonly<Record<KeyPurpose, true>> = {
  'key-encryption': true,
  'secret-sealing': true,
  'rest-cursor': true,
  'sign-in': true,
  'dpop-nonce': true,
  'audit-journal': true,
  'kept-sessions': true,
}

it('derives another key for each purpose, and from each master key', () => {
  const names = Object.keys(purposes) as KeyPurpose[]
  const keys = [1, 2].flatMap((byte) => names.map((purpose) => deriveKey(master(byte), purpose).toString('hex')))
  expect(new Set(keys).size).toBe(2 * names.length)
})

it('derives the keys of stores that exist', () => {
  const expected = Buffer.from(hkdfSync('sha256', master(1), '', 'understudy/dpop-nonce', 32))
  expect(deriveKey(master(1), 'dpop-nonce').equals(expected)).toBe(true)
})
