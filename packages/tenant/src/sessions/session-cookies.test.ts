import { describe, expect, it } from 'vitest'
import { type CookieReach, presentedCredentials, sessionCookies } from './session-cookies.js'

const credential = { id: 'session-1', secret: 'secret-1' }
const pairs = (cookies: readonly string[]): string => cookies.map((each) => each.split(';')[0]).join('; ')

describe('session cookies', () => {
  it.each<[CookieReach, string]>([
    ['first-party', 'Path=/; Secure; HttpOnly; SameSite=Lax'],
    ['cross-site', 'Path=/; Secure; HttpOnly; SameSite=None'],
    ['partitioned', 'Path=/; Secure; HttpOnly; SameSite=None; Partitioned'],
  ])('for %s use have these attributes', (reach, attributes) => {
    const cookies = sessionCookies(credential, reach, undefined, true)
    expect(cookies.map((each) => each.split('=')[0])).toEqual([
      '__Host-eas.sid',
      'eas.sid',
      'eas.sid.sig',
      '_csrfToken',
    ])
    for (const cookie of cookies) expect(cookie).toMatch(new RegExp(`^[^;]+; ${attributes}$`))
  })

  it('of a web integration leave those of others and of the tenant itself alone', () => {
    const header = pairs(sessionCookies(credential, 'cross-site', 'integration-1', false))
    expect(presentedCredentials(header, 'integration-1', false)).toEqual([credential])
    expect(presentedCredentials(header, 'integration-2', false)).toEqual([])
    expect(presentedCredentials(header, undefined, false)).toEqual([])
  })

  it("count under the contract's names for backends only, and only as a pair", () => {
    expect(presentedCredentials('eas.sid=session-1; eas.sid.sig=secret-1', undefined, true)).toEqual([credential])
    expect(presentedCredentials('eas.sid=session-1; eas.sid.sig=secret-1', undefined, false)).toEqual([])
    expect(presentedCredentials('eas.sid=session-1', undefined, true)).toEqual([])
    expect(presentedCredentials('eas.sid.sig=secret-1', undefined, true)).toEqual([])
  })

  it('are looked up three at most', () => {
    const header = Array.from({ length: 50 }, (_, index) => `__Host-eas.sid=${index}.x`).join('; ')
    expect(presentedCredentials(header, undefined, true)).toHaveLength(3)
  })
})
