import type { Store } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** What a signed-in user is shown of themselves. */
export interface Account {
  readonly userId: string
  readonly subject: string
  readonly name: string
  readonly email: string | null
  readonly hasPassword: boolean
}

/** Reads it; undefined when the user was deleted meanwhile. */
export const readAccount = async ({ store, tenant }: TenantContext, userId: string): Promise<Account | undefined> => {
  const row = await findWithPassword(store, tenant.id, userId)
  if (row === undefined) return undefined
  return { userId, subject: row.subject, name: row.name, email: row.email, hasPassword: row.hash !== null }
}

/** A user with the hash of the password, which is null for one without. */
export const findWithPassword = (store: Store, tenantId: string, userId: string) =>
  store
    .selectFrom('users')
    .leftJoin('passwords', (join) =>
      join.onRef('passwords.tenant_id', '=', 'users.tenant_id').onRef('passwords.user_id', '=', 'users.id'),
    )
    .select(['users.subject', 'users.name', 'users.email', 'passwords.hash'])
    .where('users.tenant_id', '=', tenantId)
    .where('users.id', '=', userId)
    .executeTakeFirst()
