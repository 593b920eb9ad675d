import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allScopes } from './scope-catalogue.js'
import { isAdminScope, isScope, isUnservedScope, parseScopeList, scopeCovers, scopesCover } from './scope-rules.js'

describe('scopeCovers', () => {
  it.each([
    ['admin.users', 'admin.users:read'],
    ['admin_classic', 'admin.users:read'],
    ['user_default', 'apps:read'],
    ['apps', 'apps:export'],
    ['spaces.shared', 'spaces.shared:create'],
  ])('%s covers %s', (granted, needed) => {
    expect(scopeCovers(granted, needed)).toBe(true)
  })

  it.each([
    ['a child does not cover its parent', 'admin.users:read', 'admin.users'],
    ['a shared beginning is no parent', 'app', 'apps'],
    ['a user bundle holds no admin scope', 'user_default', 'admin.users:read'],
    ['a user bundle does not hold the admin bundle', 'user_default', 'admin_classic'],
    ['an admin bundle holds no user scope', 'admin_classic', 'apps:read'],
    ['no bundle holds offline_access', 'user_default', 'offline_access'],
    ['no bundle holds the other', 'admin_classic', 'user_default'],
    ['what a tenant does not have is covered by nothing', 'user_default', 'automations'],
    ['what a tenant does not have does not cover itself', 'automations', 'automations'],
    ['an unknown scope covers nothing', 'admin', 'admin.users'],
    ['an unknown scope is not covered', 'admin_classic', 'admin.unheard-of'],
    ['an unknown scope does not cover itself', 'root', 'root'],
  ])('%s', (_reason, granted, needed) => {
    expect(scopeCovers(granted, needed)).toBe(false)
  })

  it('is a partial order, and never leads from a user scope to an admin scope', () => {
    const scope = fc.constantFrom(...allScopes)
    fc.assert(
      fc.property(scope, scope, scope, (a, b, c) => {
        expect(scopeCovers(a, a)).toBe(true)
        if (a !== b) expect(scopeCovers(a, b) && scopeCovers(b, a)).toBe(false)
        if (scopeCovers(a, b) && scopeCovers(b, c)) expect(scopeCovers(a, c)).toBe(true)
        if (!isAdminScope(a)) expect(scopeCovers(a, b) && isAdminScope(b)).toBe(false)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('scopesCover', () => {
  it('needs one covering scope', () => {
    expect(scopesCover(['user_default', 'admin.users'], 'admin.users:read')).toBe(true)
    expect(scopesCover(['user_default', 'admin.spaces'], 'admin.users:read')).toBe(false)
    expect(scopesCover([], 'apps:read')).toBe(false)
  })
})

describe('isScope and isAdminScope', () => {
  it('know the catalogue, case-sensitively', () => {
    expect(isScope('user_default')).toBe(true)
    expect(isScope('User_Default')).toBe(false)
    expect(isScope('tenants:create')).toBe(false)
    expect(isAdminScope('admin_classic')).toBe(true)
    expect(isAdminScope('users')).toBe(false)
    expect([isScope('automations'), isUnservedScope('automations'), isUnservedScope('users')]).toEqual([
      false,
      true,
      false,
    ])
    expect([isAdminScope('admin.webhooks'), isAdminScope('automations')]).toEqual([true, false])
  })
})

describe('parseScopeList', () => {
  it('splits at spaces, drops repetitions and keeps unknown names', () => {
    expect(parseScopeList(' user_default  apps:read user_default nonsense ')).toEqual([
      'user_default',
      'apps:read',
      'nonsense',
    ])
    expect(parseScopeList('')).toEqual([])
  })
})
