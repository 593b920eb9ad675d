import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intersectScopes } from './intersect-scopes.js'
import { allScopes, operatorScopes } from './scope-catalogue.js'
import { isAdminScope, scopesCover } from './scope-rules.js'

const scopes = fc.uniqueArray(fc.constantFrom<string>(...allScopes, ...operatorScopes, 'unheard-of'), { maxLength: 8 })
const everyScope = [...allScopes, ...operatorScopes, 'unheard-of']
const allowedBy = (list: readonly string[]): string[] => everyScope.filter((scope) => scopesCover(list, scope))

describe('intersectScopes', () => {
  it.each([
    ['a bundle and one of its scopes', ['admin_classic'], ['admin.users'], ['admin.users']],
    ['a child and its parent', ['admin.users:read'], ['user_default', 'admin.users'], ['admin.users:read']],
    ['both bundles and the rights of a user', ['user_default', 'admin_classic'], ['user_default'], ['user_default']],
    ['scopes beside each other', ['admin.users'], ['admin.spaces'], []],
    ['what is refreshed offline', ['user_default', 'offline_access'], ['user_default'], ['user_default']],
  ])('of %s', (_case, one, other, both) => {
    expect(intersectScopes(one, other)).toEqual(both)
  })

  it('allows exactly what both lists allow, whichever comes first', () => {
    fc.assert(
      fc.property(scopes, scopes, (one, other) => {
        const both = allowedBy(one).filter((scope) => scopesCover(other, scope))
        expect(allowedBy(intersectScopes(one, other))).toEqual(both)
        expect(allowedBy(intersectScopes(other, one))).toEqual(both)
      }),
      { numRuns: 5_000 },
    )
  })

  it('never leads from scopes of users to an admin scope', () => {
    fc.assert(
      fc.property(scopes, scopes, (one, other) => {
        const ofUsers = other.filter((scope) => !isAdminScope(scope))
        expect(intersectScopes(one, ofUsers).some((scope) => isAdminScope(scope))).toBe(false)
        expect(intersectScopes(ofUsers, one).some((scope) => isAdminScope(scope))).toBe(false)
      }),
      { numRuns: 5_000 },
    )
  })
})
