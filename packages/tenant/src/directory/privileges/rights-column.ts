import { rest } from '@understudy/contract'
import { sql } from 'kysely'

/**
 * A column of a query over `users` that tells what the roles of the user of the row give, for `userRights`: ids of default
 * roles and scopes of custom ones, separated by spaces; null for a user without roles. Roles are assigned, come with a
 * group, or with the group of everyone.
 */
export const rightsColumn = sql<string | null>`(
  select string_agg(coalesce(roles.scopes, held.role_id), ' ')
  from (
    select user_roles.tenant_id, user_roles.role_id from user_roles
    where user_roles.tenant_id = users.tenant_id and user_roles.user_id = users.id
    union all
    select group_roles.tenant_id, group_roles.role_id from user_groups
    inner join group_roles on group_roles.tenant_id = user_groups.tenant_id and group_roles.group_id = user_groups.group_id
    where user_groups.tenant_id = users.tenant_id and user_groups.user_id = users.id
    union all
    select group_roles.tenant_id, group_roles.role_id from group_roles
    where group_roles.tenant_id = users.tenant_id and group_roles.group_id = ${sql.lit(rest.everyoneGroup.id)}
  ) as held
  left join roles on roles.tenant_id = held.tenant_id and roles.id = held.role_id
)`.as('role_scopes')
