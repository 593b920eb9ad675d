import { UnderstudyError } from '@understudy/contract'
import type { Principal } from '@understudy/engine'
import { isVisitor } from '../oauth/anonymous/visitor-id.js'
import type { Store } from '../store/schema.js'

/**
 * The person as section access knows them: subject, mail address and the names of the groups that they are in now.
 *
 * @throws UnderstudyError `AUTH-TOKEN-REVOKED` where the user was deleted meanwhile
 */
export const enginePrincipal = async (
  { store, tenant }: { readonly store: Store; readonly tenant: { readonly id: string } },
  { userId, subject }: { readonly userId: string; readonly subject: string },
): Promise<Principal> => {
  // A visitor without an account: only a row of section access that is about everybody is about them.
  if (isVisitor(userId)) return { tenantId: tenant.id, userId, subject: '', visitor: true, groups: [] }
  const [user, groups] = await Promise.all([
    store
      .selectFrom('users')
      .select(['name', 'email'])
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', userId)
      .executeTakeFirst(),
    store
      .selectFrom('user_groups')
      .innerJoin('groups', (join) =>
        join.onRef('groups.tenant_id', '=', 'user_groups.tenant_id').onRef('groups.id', '=', 'user_groups.group_id'),
      )
      .select('groups.name')
      // Several sources may hold one membership.
      .distinct()
      .where('user_groups.tenant_id', '=', tenant.id)
      .where('user_groups.user_id', '=', userId)
      .where('groups.status', '=', 'active')
      .orderBy('groups.name')
      .execute(),
  ])
  if (!user) throw new UnderstudyError('AUTH-TOKEN-REVOKED', 'The user of the token no longer exists.')
  return {
    tenantId: tenant.id,
    userId,
    subject,
    name: user.name,
    ...(user.email === null ? {} : { email: user.email }),
    groups: groups.map(({ name }) => name),
  }
}

/** Reads users of whom only the id is known. */
export const principalReader =
  (store: Store) =>
  async (tenantId: string, userId: string): Promise<Principal> => {
    const user = await store
      .selectFrom('users')
      .select('subject')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', userId)
      .executeTakeFirst()
    return enginePrincipal({ store, tenant: { id: tenantId } }, { userId, subject: user?.subject ?? '' })
  }
