import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sealingWith } from './sealing.js'

const sealing = sealingWith(randomBytes(32), randomBytes)

describe('a sealed text', () => {
  it('opens at its place', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string({ unit: 'grapheme' }), (place, text) => {
        expect(sealing.open(place, sealing.seal(place, text))).toBe(text)
      }),
    )
  })

  it('opens at no other place, by no other key, and not after any change', () => {
    const sealed = sealing.seal(['t', 'idp'], 'secret')
    expect(() => sealing.open(['t', 'other'], sealed)).toThrow()
    expect(() => sealingWith(randomBytes(32), randomBytes).open(['t', 'idp'], sealed)).toThrow()
    expect(() => sealing.open(['t', 'idp'], `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`)).toThrow()
    expect(() => sealing.open(['t', 'idp'], '')).toThrow()
  })

  it('tells nothing of its text', () => {
    expect(sealing.seal(['t'], 'secret')).not.toBe(sealing.seal(['t'], 'secret'))
  })
})
