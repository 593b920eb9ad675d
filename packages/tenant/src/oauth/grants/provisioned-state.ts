import type { ProvisionedUser } from '@understudy/contract'
import { attributesText } from '../../directory/users/user-attributes.js'
import { prepareQuery } from '../../store/prepared-query.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** What is known of a client and of the user that it tells of, before anything is changed. */
export interface ProvisionedState {
  readonly mayProvision: boolean
  /** Undefined where no user has the subject. */
  readonly user: KnownUser | undefined
}

interface KnownUser {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly attributes: string | null
  /** Names of the custom groups that token calls put the user into. */
  readonly groups: ReadonlySet<string>
}

/** One row for each membership that token calls hold, one without group where there is none. */
const stateQuery = prepareQuery(['tenantId', 'clientId', 'subject'], (store, { tenantId, clientId, subject }) =>
  store
    .selectFrom('oauth_clients')
    .leftJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'oauth_clients.tenant_id').on('users.subject', '=', subject),
    )
    .leftJoin('user_groups', (join) =>
      join
        .onRef('user_groups.tenant_id', '=', 'users.tenant_id')
        .onRef('user_groups.user_id', '=', 'users.id')
        .on('user_groups.source', '=', 'provision'),
    )
    .leftJoin('groups', (join) =>
      join.onRef('groups.tenant_id', '=', 'user_groups.tenant_id').onRef('groups.id', '=', 'user_groups.group_id'),
    )
    .select([
      'oauth_clients.may_provision_users',
      'users.id',
      'users.name',
      'users.email',
      'users.attributes',
      'groups.name as group_name',
    ])
    .where('oauth_clients.tenant_id', '=', tenantId)
    .where('oauth_clients.id', '=', clientId),
)

/** Reads in one query whether the client may provision, and what is known of the user with that subject. */
export const readProvisionedState = async (
  { store, tenant }: TenantContext,
  clientId: string,
  subject: string,
): Promise<ProvisionedState> => {
  const rows = await stateQuery(store, { tenantId: tenant.id, clientId, subject })
  const [first] = rows
  const groups = rows.flatMap((row) => (row.group_name === null ? [] : [row.group_name]))
  return {
    mayProvision: first?.may_provision_users === 1,
    user:
      first === undefined || first.id === null || first.name === null
        ? undefined
        : {
            id: first.id,
            name: first.name,
            email: first.email,
            attributes: first.attributes,
            groups: new Set(groups),
          },
  }
}

/** Whether the user is already as the host says. */
export const isAsSaid = (user: KnownUser, said: ProvisionedUser): boolean =>
  (said.name === undefined || said.name === user.name) &&
  (said.email === undefined || said.email === user.email) &&
  (said.attributes === undefined || attributesText(said.attributes) === user.attributes) &&
  (said.groups === undefined || sameNames(user.groups, new Set(said.groups)))

const sameNames = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((name) => other.has(name))
