import { describe, expect, it } from 'vitest'
import { createKeptSession } from './kept-session.js'

const bytes = (length: number) => new Uint8Array(length)

describe('what is kept of a session', () => {
  it('is the last that was told of each key, in the order in which the keys came', () => {
    const kept = createKeptSession()
    kept.change(
      new Map([
        ['object b', bytes(1)],
        ['object a', bytes(1)],
        ['object c', bytes(1)],
      ]),
    )
    kept.change(
      new Map([
        ['object b', bytes(2)],
        ['object c', null],
      ]),
    )
    expect([...kept.values()].map(([key, value]) => [key, value?.length])).toEqual([
      ['object b', 2],
      ['object a', 1],
    ])
    expect(kept.isWhole()).toBe(true)
  })

  it('is the selections alone from when it is too much, until the session ends', () => {
    const kept = createKeptSession()
    kept.change(new Map([['timeline', bytes(3)]]))
    kept.change(new Map([['object a', bytes(2 * 1024 * 1024)]]))
    expect(kept.isWhole()).toBe(false)
    kept.change(
      new Map<string, Uint8Array | null>([
        ['object a', null],
        ['object b', bytes(1)],
        ['timeline', bytes(4)],
      ]),
    )
    expect([...kept.values()].map(([key, value]) => [key, value?.length])).toEqual([['timeline', 4]])
    expect(kept.isWhole()).toBe(false)
  })

  it('may be so much and no more: what was taken away or replaced does not count', () => {
    const kept = createKeptSession()
    for (let round = 0; round < 5; round++) kept.change(new Map([['object a', bytes(1024 * 1024)]]))
    kept.change(new Map([['object a', null]]))
    kept.change(new Map([['object b', bytes(2 * 1024 * 1024)]]))
    expect(kept.isWhole()).toBe(true)
    kept.change(new Map([['object c', bytes(1)]]))
    expect(kept.isWhole()).toBe(false)
  })

  it('tells the clients whose handles are in it', () => {
    const kept = createKeptSession()
    kept.change(
      new Map([
        ['client 7', bytes(1)],
        ['handle 7 1', bytes(1)],
        ['client 12', bytes(1)],
      ]),
    )
    expect(kept.clients()).toEqual([7, 12])
    kept.change(new Map([['client 7', null]]))
    expect(kept.clients()).toEqual([12])
  })
})
