import { UnderstudyError } from '@understudy/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CursorBinding, openCursor, sealCursor } from './cursor.js'

const key = new Uint8Array(32).fill(7)
const binding: CursorBinding = { tenantId: 't1', list: 'users', sort: '+name', filter: 'name eq "x"' }
const position = { value: 'anna', id: '64d0' }

const opens = (cursor: string, as: CursorBinding = binding, by: Uint8Array = key): boolean => {
  try {
    openCursor(by, as, cursor, 'next')
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(UnderstudyError)
    expect(error).toMatchObject({ code: 'REST-INVALID-CURSOR', source: { parameter: 'next' } })
    return false
  }
}

describe('cursor', () => {
  it('opens to the position it was sealed with', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), fc.string(), (value, id) => {
        expect(openCursor(key, binding, sealCursor(key, binding, { value, id }), 'prev')).toEqual({ value, id })
      }),
    )
  })

  it.each([
    ['tenant', { tenantId: 't2' }],
    ['list', { list: 'groups' }],
    ['sort order', { sort: '-name' }],
    ['filter', { filter: 'name eq "y"' }],
  ])('does not open for another %s', (_what, other) => {
    expect(opens(sealCursor(key, binding, position))).toBe(true)
    expect(opens(sealCursor(key, binding, position), { ...binding, ...other })).toBe(false)
  })

  it('does not open with another key', () => {
    expect(opens(sealCursor(key, binding, position), binding, new Uint8Array(32).fill(8))).toBe(false)
  })

  it('does not let parts of the binding flow into each other', () => {
    const cursor = sealCursor(key, { ...binding, list: 'users', sort: '+name' }, position)
    expect(opens(cursor, { ...binding, list: 'users+', sort: 'name' })).toBe(false)
  })

  it('does not open after any change', () => {
    const cursor = sealCursor(key, binding, position)
    const replacement = fc.constantFrom(...'ABCDEFXYZabcxyz0189-_.= ')
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), replacement, (at, character) => {
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1)
        expect(opens(changed)).toBe(changed === cursor)
      }),
      { numRuns: 1_000 },
    )
    for (const made of ['', '.', 'x', `${cursor}.`, `${cursor}=`, cursor.split('.')[0] ?? ''])
      expect(opens(made)).toBe(false)
  })
})
