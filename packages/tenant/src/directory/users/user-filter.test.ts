import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import { createTenant } from '../../tenants/create-tenant.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { defaultRoles } from '../roles/default-roles.js'
import { insertUser, type NewUser } from './insert-user.js'
import { listUsers, type UserList } from './list-users.js'
import { parseUserFilter, type UserFilter } from './user-filter.js'

const tenantId = 'tenant'
const createdAt = '2026-01-01T00:00:00.000Z'
/** Who may read every list. */
const administrator: Caller = {
  userId: 'admin',
  machine: true,
  scopes: ['admin.users:read'],
  trace: { actor: { type: 'user', id: 'admin' } },
}
const letters = ['a', 'A', 'b', 'å', 'Å', '%', '_', '\\', "'", '"']
const statuses = ['active', 'disabled', 'invited'] as const
const roleIds = defaultRoles.slice(0, 3).map((role) => role.id)

/** Users whose values are close to each other, so that filters hit some and miss some. */
const users: readonly NewUser[] = Array.from({ length: 40 }, (_, index) => {
  const letter = (step: number): string => letters[(index * step + step) % letters.length] ?? ''
  return {
    id: `id${index}`,
    subject: `s${index}`,
    name: letter(1) + letter(3),
    email: index % 4 === 0 ? undefined : letter(7) + letter(1),
    status: statuses[index % 3] ?? 'active',
    clientId: index % 5 === 0 ? `client${index}` : undefined,
    roleIds: roleIds.filter((_id, role) => (index + role) % 3 === 0),
    createdAt,
  }
})

/** What a filter means, on plain values. */
const matches = (user: NewUser, node: UserFilter): boolean => {
  if (node.kind !== 'comparison') {
    const results = node.operands.map((operand) => matches(user, operand))
    return node.kind === 'and' ? !results.includes(false) : results.includes(true)
  }
  const fold = (text: string): string => text.toLowerCase()
  const compare = (text: string | undefined): boolean => {
    if (node.operator === 'eq') return fold(text ?? '') === fold(node.value)
    return fold(text ?? '').includes(fold(node.value))
  }
  switch (node.attribute) {
    case 'clientId':
      return user.clientId !== undefined && compare(user.clientId)
    case 'assignedRoles.name':
      return defaultRoles.some((role) => user.roleIds.includes(role.id) && compare(role.name))
    case 'assignedRoles.id':
      return user.roleIds.some(compare)
    case 'id':
    case 'subject':
    case 'name':
    case 'email':
    case 'status':
      return compare(user[node.attribute])
    default:
      throw new Error(`not generated: ${node.attribute}`)
  }
}

const print = (node: UserFilter): string =>
  node.kind === 'comparison'
    ? `${node.attribute} ${node.operator} ${JSON.stringify(node.value)}`
    : `(${node.operands.map(print).join(` ${node.kind} `)})`

const comparison = (attribute: string, operators: readonly string[], values: fc.Arbitrary<string>) =>
  fc.record({
    kind: fc.constant('comparison'),
    attribute: fc.constant(attribute),
    operator: fc.constantFrom(...operators),
    value: values,
  }) as fc.Arbitrary<UserFilter>

const text = fc.array(fc.constantFrom(...letters), { maxLength: 2 }).map((parts) => parts.join(''))

const status = comparison('status', ['eq'], fc.constantFrom('ACTIVE', 'disabled', 'invited', 'gone'))

const { other } = fc.letrec<{ other: UserFilter }>((tie) => ({
  other: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison('name', ['eq', 'co'], text),
    comparison('email', ['eq', 'co'], text),
    comparison('subject', ['eq', 'co'], fc.constantFrom('s1', 'S2', 's3', '1')),
    comparison('id', ['eq'], fc.constantFrom('id1', 'ID2', 'id99')),
    comparison('clientId', ['eq'], fc.constantFrom('client5', 'CLIENT10', '')),
    comparison('assignedRoles.id', ['eq'], fc.constantFrom(...roleIds)),
    comparison('assignedRoles.name', ['eq'], fc.constantFrom('tenantadmin', 'AuditAdmin', 'Nobody')),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('other'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))

/** Any filter that the rule about `status` lets through. */
const filter: fc.Arbitrary<UserFilter> = fc.oneof(
  other,
  status,
  fc.tuple(other, status, status).map(
    ([rest, one, two]): UserFilter => ({
      kind: 'and',
      operands: [rest, { kind: 'or', operands: [one, two] }],
    }),
  ),
)

describeOnBothStores('listing users', (newLocation) => {
  let store: Store
  let context: TenantContext

  beforeAll(async () => {
    store = await openStore(await newLocation())
    await store.transaction().execute(async (transaction) => {
      for (const id of [tenantId, 'another'])
        await createTenant(transaction, { id, name: id, origin: null, hostnames: [`${id}.example`], createdAt })
      for (const user of users) await insertUser(transaction, tenantId, user)
      for (const user of users) await insertUser(transaction, 'another', { ...user, roleIds: [] })
    })
    // Only what a list reads.
    context = { store, tenant: { id: tenantId }, cursorKey: Buffer.alloc(32, 1) } as unknown as TenantContext
  })
  afterAll(() => store.destroy())

  it('finds exactly the users that the filter means', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (node) => {
        const { users: found } = await listUsers(context, administrator, { filter: print(node), limit: 100 })
        expect(found.map((user) => user.subject).sort()).toEqual(
          users
            .filter((user) => matches(user, parseUserFilter(print(node))))
            .map((user) => user.subject)
            .sort(),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('walks through every page to the end and back, whatever the order and the size', async () => {
    const sort = fc.constantFrom(
      'name',
      '-name',
      '+email',
      '-email',
      'status',
      '-clientId',
      'subject',
      '-id',
      'inviteExpiry',
      'createdAt',
    )
    await fc.assert(
      fc.asyncProperty(sort, fc.integer({ min: 1, max: 17 }), async (order, limit) => {
        const { users: all } = await listUsers(context, administrator, { sort: order, limit: 100 })
        expect(all).toHaveLength(users.length)
        const pages: UserList[] = [await listUsers(context, administrator, { sort: order, limit })]
        for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
          pages.push(await listUsers(context, administrator, { sort: order, limit, next }))
        expect(pages.flatMap((page) => page.users)).toEqual(all)
        for (let index = pages.length - 1; index > 0; index -= 1) {
          const prev = pages[index]?.prev ?? ''
          expect((await listUsers(context, administrator, { sort: order, limit, prev })).users).toEqual(
            pages[index - 1]?.users,
          )
        }
        expect(pages[0]?.prev).toBeUndefined()
      }),
      { numRuns: 20 },
    )
  })
})
