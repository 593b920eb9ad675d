import { describe, expect, it } from 'vitest'
import { parseSort } from './sort.js'

const fields = ['name', 'createdAt'] as const
const fallback = { field: 'name', descending: false } as const

describe('parseSort', () => {
  it.each([
    [undefined, fallback],
    ['createdAt', { field: 'createdAt', descending: false }],
    ['+createdAt', { field: 'createdAt', descending: false }],
    [' createdAt', { field: 'createdAt', descending: false }],
    ['-createdAt', { field: 'createdAt', descending: true }],
  ])('reads %j', (text, sort) => {
    expect(parseSort(text, fields, fallback)).toEqual(sort)
  })

  it.each(['age', '--name', 'name,createdAt', 'NAME', '+'])('refuses %j and lists the fields', (text) => {
    expect(() => parseSort(text, fields, fallback)).toThrow(/REST-INVALID-SORT.*use one of name, createdAt/)
  })
})
