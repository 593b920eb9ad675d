import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { foldCase, foldedComparison } from '../../listing/filter-condition.js'
import { defaultRoles } from './default-roles.js'

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
