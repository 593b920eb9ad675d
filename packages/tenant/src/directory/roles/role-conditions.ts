import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { foldCase, foldedComparison } from '../../listing/filter-condition.js'
import { adminRoleIds, defaultRoles } from './default-roles.js'

/** The tables that assign roles. */
type Assignments = 'user_roles' | 'group_roles'

/** Whether the role of an assignment has the name, in whatever case. */
export const isRoleNamed = (table: Assignments, name: string): RawBuilder<SqlBool> =>
  isRole(
    table,
    defaultRoles.filter((role) => foldCase(role.name) === foldCase(name)).map(({ id }) => sql.val(id)),
    sql`custom_roles.name_folded = ${foldCase(name)}`,
  )

/** Whether the role of an assignment has the scope itself, not merely one that covers it. */
export const isRoleWithScope = (table: Assignments, scope: string): RawBuilder<SqlBool> =>
  isRole(
    table,
    defaultRoles
      .filter((role) => role.assignedScopes.some((own) => own === foldCase(scope)))
      .map(({ id }) => sql.val(id)),
    foldedComparison(sql<string>`' ' || custom_roles.assigned_scopes || ' '`)('co', ` ${scope} `),
  )

/** Whether the role of an assignment lets its holder administer the tenant. */
export const isRoleOfLevelAdmin = (table: Assignments): RawBuilder<SqlBool> =>
  // Written into the text: binding the ids took a third of the time of the query for the holder of a token.
  isRole(
    table,
    adminRoleIds.map((id) => sql.lit(id)),
    sql`custom_roles.level = ${sql.lit('admin')}`,
  )

const isRole = (
  table: Assignments,
  defaultIds: readonly RawBuilder<unknown>[],
  ofCustom: Expression<unknown>,
): RawBuilder<SqlBool> => {
  const roleId = sql.ref(`${table}.role_id`)
  const isCustom = sql<SqlBool>`${roleId} in (select custom_roles.id from custom_roles
    where custom_roles.tenant_id = ${sql.ref(`${table}.tenant_id`)} and ${ofCustom})`
  return defaultIds.length === 0 ? isCustom : sql<SqlBool>`(${roleId} in (${sql.join(defaultIds)}) or ${isCustom})`
}
