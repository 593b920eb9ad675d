import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { type ComparisonPrinters, filterCondition, foldCase, foldedComparison } from '../../listing/filter-condition.js'
import type { FilterNode } from '../../listing/filter-node.js'
import { parseFilter } from '../../listing/filter-parser.js'
import type { StoreSchema } from '../../store/schema.js'
import { isRoleNamed } from '../roles/role-conditions.js'

/** What groups can be filtered by: the fields that a list of groups shows as texts, and their roles. */
const groupAttributes = {
  id: ['eq'],
  name: ['eq', 'co'],
  status: ['eq'],
  providerType: ['eq'],
  'assignedRoles.id': ['eq'],
  'assignedRoles.name': ['eq'],
} as const

type GroupAttribute = keyof typeof groupAttributes

/** A filter over groups that was read and found good. */
export type GroupFilter = FilterNode<GroupAttribute>

/**
 * Reads a filter over groups.
 *
 * @throws UnderstudyError REST-INVALID-FILTER
 */
export const parseGroupFilter = (text: string): GroupFilter => parseFilter<GroupAttribute>(text, groupAttributes)

/** Prints a filter as a condition on `groups`. */
export const groupCondition = (
  eb: ExpressionBuilder<StoreSchema, 'groups'>,
  filter: GroupFilter,
): Expression<SqlBool> => filterCondition(eb, filter, groupPrinters(eb))

const groupPrinters = (eb: ExpressionBuilder<StoreSchema, 'groups'>): ComparisonPrinters<GroupAttribute> => {
  const roles = eb
    .selectFrom('group_roles')
    .select('group_roles.role_id')
    .whereRef('group_roles.tenant_id', '=', 'groups.tenant_id')
    .whereRef('group_roles.group_id', '=', 'groups.id')
  return {
    id: foldedComparison(eb.ref('groups.id')),
    name: foldedComparison(eb.ref('groups.name_folded')),
    status: foldedComparison(eb.ref('groups.status')),
    providerType: foldedComparison(eb.ref('groups.provider_type')),
    'assignedRoles.id': (_operator, value) => eb.exists(roles.where('group_roles.role_id', '=', foldCase(value))),
    'assignedRoles.name': (_operator, value) => eb.exists(roles.where(isRoleNamed('group_roles', value))),
  }
}
