import {
  allScopes,
  isAdminScope,
  isOperatorScope,
  operatorScopes,
  scopesCover,
  UnderstudyError,
} from '@understudy/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interactiveScopes } from './authorization/interactive-scopes.js'
import { grantScopes, heldScopes } from './granted-scopes.js'

const everyScope: readonly string[] = [...allScopes, ...operatorScopes]
/** Families of scopes, so that parents and children meet more often than by chance. */
const family = everyScope.filter((scope) =>
  /^(admin_classic|user_default|offline_access|admin\.(apps|spaces|users)|spaces|apps)/.test(scope),
)
const scope = fc.oneof(fc.constantFrom(...family), fc.constantFrom(...everyScope))
const scopes = fc.uniqueArray(scope, { maxLength: 6 })
const adminScopes = fc.uniqueArray(
  scope.filter((each) => isAdminScope(each) && !isOperatorScope(each)),
  { maxLength: 4 },
)

/** What a user may do, apart from {@link heldScopes}: all that is no administration, and what the roles give. */
const mayUser = (roles: readonly string[], needed: string): boolean =>
  !isAdminScope(needed) || scopesCover(roles, isOperatorScope(needed) ? 'admin_classic' : needed)

const everythingCovered = (granted: readonly string[]): string[] =>
  everyScope.filter((needed) => scopesCover(granted, needed))

/** The scopes, or the code of the refusal. */
const answerOf = (decide: () => string[]): string[] | string => {
  try {
    return decide()
  } catch (error) {
    if (error instanceof UnderstudyError) return error.code
    throw error
  }
}

const granted = (requested: readonly string[] | undefined, allowed: readonly string[], roles: readonly string[]) =>
  answerOf(() => grantScopes({ requested: requested?.join(' '), allowed, adminScopes: roles }))

const property = <Ts extends [unknown, ...unknown[]]>(...parts: Parameters<typeof fc.property<Ts>>): void =>
  fc.assert(fc.property<Ts>(...parts), { numRuns: 5_000 })

describe('the scopes of a token that asks for none', () => {
  it('allow what the client and the user may both do, nothing else, and no refresh', () => {
    property(scopes, adminScopes, (allowed, roles) => {
      const both = everyScope.filter(
        (needed) => needed !== 'offline_access' && scopesCover(allowed, needed) && mayUser(roles, needed),
      )
      const answer = granted(undefined, allowed, roles)
      if (both.length === 0) expect(answer).toBe('OAUTH-INVALID-SCOPE')
      else expect(everythingCovered(answer as string[])).toEqual(both)
    })
  })
})

describe('the scopes of a token that asks for some', () => {
  it('are those, or the request is refused: never less, never more', () => {
    property(
      fc.uniqueArray(scope, { minLength: 1, maxLength: 4 }),
      scopes,
      adminScopes,
      (requested, allowed, roles) => {
        const answer = granted(requested, allowed, roles)
        if (requested.some((each) => !scopesCover(allowed, each))) expect(answer).toBe('OAUTH-INVALID-SCOPE')
        else if (requested.some((each) => !mayUser(roles, each))) expect(answer).toBe('OAUTH-ADMIN-SCOPE')
        else expect(answer).toEqual(requested)
      },
    )
  })

  it('allow nothing that client, user or request do not', () => {
    property(fc.option(scopes), scopes, adminScopes, (requested, allowed, roles) => {
      const answer = granted(requested ?? undefined, allowed, roles)
      if (typeof answer === 'string') return
      for (const needed of everythingCovered(answer)) {
        expect([needed, scopesCover(allowed, needed), mayUser(roles, needed)]).toEqual([needed, true, true])
        if (requested !== null && requested.length > 0) expect(scopesCover(requested, needed)).toBe(true)
      }
    })
  })
})

describe('the scopes of a sign-in', () => {
  it('are what the user has of those that the client may ask for', () => {
    const asked = fc.uniqueArray(scope, { minLength: 1, maxLength: 4 })
    property(asked, scopes, adminScopes, (requested, allowed, roles) => {
      const user = { privilege: { administers: roles.length > 0, adminScopes: roles } }
      const answer = answerOf(() => interactiveScopes(requested, allowed, user))
      const both = everythingCovered(requested).filter((needed) => mayUser(roles, needed))
      const refused = both.length === 0 || requested.some((each) => !scopesCover(allowed, each))
      if (refused) expect(answer).toBe('OAUTH-INVALID-SCOPE')
      else expect(everythingCovered(answer as string[])).toEqual(both)
    })
  })
})

describe('the scopes of a token in use', () => {
  it('are cut to what the user may do by then, and are not cut further by being looked at again', () => {
    property(scopes, adminScopes, (issued, roles) => {
      const held = heldScopes(issued, roles)
      const both = everythingCovered(issued).filter((needed) => mayUser(roles, needed))
      expect(everythingCovered(held)).toEqual(both)
      expect(everythingCovered(heldScopes(held, roles))).toEqual(both)
    })
  })

  it('grow with no role that is taken', () => {
    property(scopes, adminScopes, fc.nat(), (issued, roles, index) => {
      const fewer = roles.filter((_, at) => at !== index % Math.max(1, roles.length))
      const before = everythingCovered(heldScopes(issued, roles))
      for (const needed of everythingCovered(heldScopes(issued, fewer))) expect(before).toContain(needed)
    })
  })
})
