import { expect, test } from 'vitest'
import { embedError } from './embed-failure.js'
import { toFailure } from './to-failure.js'

test.each([
  ['a close code while opening', { original: { code: 4204, reason: '' } }, { code: 'EMBED-APP', status: 4204 }],
  ['a close code that @qlik/api copied', { code: 4203, message: 'x' }, { code: 'EMBED-NO-ACCESS', status: 4203 }],
  ['an abnormal close', { original: { code: 1006 }, message: 'lost' }, { code: 'EMBED-CONNECTION', status: 1006 }],
  ['an unknown object', { code: 2, message: 'Object not found' }, { code: 'EMBED-OBJECT', reason: 'Object not found' }],
  ['an unknown object of enigma.js', { code: -2, message: 'gone' }, { code: 'EMBED-OBJECT' }],
  ['no connection', { code: -1, message: 'Not connected' }, { code: 'EMBED-CONNECTION' }],
  ['another error', new TypeError('bug'), { code: 'EMBED-UNKNOWN', reason: 'bug' }],
  ['no error at all', 'text', { code: 'EMBED-UNKNOWN', reason: 'text' }],
  ['nothing', undefined, { code: 'EMBED-UNKNOWN' }],
])('%s', (_, thrown, expected) => {
  expect(toFailure(thrown)).toMatchObject(expected)
})

test('a failure survives being wrapped by @qlik/api, which copies own entries', () => {
  const error = embedError('EMBED-TOKEN-SOURCE', 'missing')
  const wrapped = Object.assign(new Error('Failed to open app'), Object.fromEntries(Object.entries(error)))
  expect(toFailure(wrapped)).toBe(error.failure)
})

test('the code that the tenant put into a close reason is shown', () => {
  const reason = 'ENGINE-NO-ACCESS: No access to the app. No row of SECTION_ACCESS matches the user.'
  expect(toFailure({ original: { code: 4203, reason } })).toMatchObject({
    code: 'ENGINE-NO-ACCESS',
    title: 'No access to the app',
    reason: 'No row of SECTION_ACCESS matches the user.',
  })
  expect(toFailure({ original: { code: 4203, reason: 'Nope: really' } })).toMatchObject({
    code: 'EMBED-NO-ACCESS',
    reason: 'Nope: really',
  })
})
