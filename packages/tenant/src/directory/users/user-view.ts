import { type rest, scopesCover } from '@understudy/contract'
import type { Caller } from '../../tenants/caller.js'

/** Who looks at users: who may administer them, the machine of a host, or a person. */
export type UserView = 'administrator' | 'machine' | 'person'

type Looker = Pick<Caller, 'machine' | 'scopes'>

/** How the caller sees the users of the tenant. A token of a person is one, whoever holds it: browsers do. */
export const userViewOf = ({ machine, scopes }: Looker): UserView => {
  if (scopesCover(scopes, 'admin.users:read')) return 'administrator'
  return machine ? 'machine' : 'person'
}

type UserField = keyof rest.User

/** What is told of other users. A host gets what it needs to sign somebody in, a person what a list of comments shows. */
const fieldsOfOthers: Readonly<Record<Exclude<UserView, 'administrator'>, readonly UserField[]>> = {
  machine: ['id', 'tenantId', 'name', 'subject', 'email', 'status', 'picture', 'assignedGroups', 'groups'],
  person: ['id', 'name', 'picture', 'status'],
}

/** The scopes of contract 1.8 that tell a token's holder of the user themselves; `email` is that of OpenID Connect. */
const ownFieldScopes = {
  email: ['identity.email:read', 'email'],
  subject: ['identity.subject:read'],
} as const satisfies Partial<Record<UserField, readonly string[]>>

const mayReadOwn = ({ scopes }: Looker, field: UserField): boolean => {
  const needed: readonly string[] | undefined = Object.hasOwn(ownFieldScopes, field)
    ? ownFieldScopes[field as keyof typeof ownFieldScopes]
    : undefined
  return needed === undefined || needed.some((scope) => scopesCover(scopes, scope))
}

/**
 * Tells which fields of a user the caller may see.
 *
 * @param userId whose fields
 */
export const visibleFields = (
  caller: Pick<Caller, 'machine' | 'scopes' | 'userId'>,
  userId: string,
): ((field: UserField) => boolean) => {
  const view = userViewOf(caller)
  if (view === 'administrator') return () => true
  if (caller.userId === userId) return (field) => mayReadOwn(caller, field)
  const visible = fieldsOfOthers[view]
  return (field) => visible.includes(field)
}
