import type { ImpersonationRequest } from '@understudy/contract'
import { sql } from 'kysely'
import { type Privilege, privilegeColumn, readPrivilege } from '../../directory/privileges/privilege-columns.js'
import { prepareQuery } from '../../store/prepared-query.js'
import type { Store, StoreTransaction, UserStatus } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** What the token endpoint needs to know of a user. */
export interface SubjectUser {
  readonly id: string
  readonly status: UserStatus
  readonly epoch: number
  /** Id of the client whose bot user this is. */
  readonly botOf: string | null
  readonly privilege: Privilege
}

const userQuery = (store: Store | StoreTransaction, tenantId: string) =>
  store
    .selectFrom('users')
    .select(['users.id', 'users.status', 'users.epoch', 'users.client_id'])
    .select((builder) => privilegeColumn(builder).as('privilege'))
    .where('users.tenant_id', '=', tenantId)
    .limit(sql.lit(1))

const byId = prepareQuery(['tenantId', 'value'], (store, { tenantId, value }) =>
  userQuery(store, tenantId).where('users.id', '=', value),
)

const bySubject = prepareQuery(['tenantId', 'value'], (store, { tenantId, value }) =>
  userQuery(store, tenantId).where('users.subject', '=', value),
)

/** Finds the user of this tenant that a lookup names, by id or by exact subject. */
export const findSubjectUser = async (
  { store, tenant }: TenantContext,
  { field, value }: ImpersonationRequest['user_lookup'],
): Promise<SubjectUser | undefined> => {
  const [row] = await (field === 'userId' ? byId : bySubject)(store, { tenantId: tenant.id, value })
  return row && subjectUser(row)
}

/** The user with that id as an open transaction sees it. */
export const findSubjectUserIn = async (
  transaction: StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<SubjectUser> =>
  subjectUser(await userQuery(transaction, tenantId).where('users.id', '=', userId).executeTakeFirstOrThrow())

const subjectUser = (row: Awaited<ReturnType<typeof byId>>[number]): SubjectUser => ({
  id: row.id,
  status: row.status,
  epoch: row.epoch,
  botOf: row.client_id,
  privilege: readPrivilege(row.privilege),
})
