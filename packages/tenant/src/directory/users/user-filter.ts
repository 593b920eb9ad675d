import { UnderstudyError } from '@understudy/contract'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { type ComparisonPrinters, filterCondition, foldCase, foldedComparison } from '../../listing/filter-condition.js'
import type { FilterNode } from '../../listing/filter-node.js'
import { parseFilter } from '../../listing/filter-parser.js'
import type { StoreSchema } from '../../store/schema.js'
import { isRoleNamed, isRoleWithScope } from '../roles/role-conditions.js'

/** What users can be filtered by (contract 4.1). */
const userAttributes = {
  id: ['eq'],
  subject: ['eq', 'co'],
  name: ['eq', 'co'],
  email: ['eq', 'co'],
  status: ['eq'],
  clientId: ['eq'],
  'assignedRoles.id': ['eq'],
  'assignedRoles.name': ['eq'],
  'assignedGroups.id': ['eq'],
  'assignedGroupsAssignedRoles.name': ['eq'],
  assignedScopes: ['eq'],
} as const

type UserAttribute = keyof typeof userAttributes

/** A filter over users that was read and found good. */
export type UserFilter = FilterNode<UserAttribute>

const comparesStatus = (node: UserFilter): boolean =>
  node.kind === 'comparison' ? node.attribute === 'status' : node.operands.some(comparesStatus)

const comparesStatusOnly = (node: UserFilter): boolean =>
  node.kind === 'comparison' ? node.attribute === 'status' : node.operands.every(comparesStatusOnly)

/** Conditions on `status` have to stand together and apply to the whole query (contract 4.1). */
const statusAppliesToAll = (filter: UserFilter): boolean => {
  if (!comparesStatus(filter) || comparesStatusOnly(filter)) return true
  if (filter.kind !== 'and') return false
  return filter.operands.every((operand) => !comparesStatus(operand) || comparesStatusOnly(operand))
}

/**
 * Reads a filter over users.
 *
 * @throws UnderstudyError REST-INVALID-FILTER
 */
export const parseUserFilter = (text: string): UserFilter => {
  const filter = parseFilter<UserAttribute>(text, userAttributes)
  if (statusAppliesToAll(filter)) return filter
  throw new UnderstudyError(
    'REST-INVALID-FILTER',
    'Conditions on "status" have to be grouped and apply to the whole filter: (…) and (status eq "active").',
    { source: { parameter: 'filter' } },
  )
}

/** Prints a filter as a condition on `users`. */
export const userCondition = (eb: ExpressionBuilder<StoreSchema, 'users'>, filter: UserFilter): Expression<SqlBool> =>
  filterCondition(eb, filter, userPrinters(eb))

const userPrinters = (eb: ExpressionBuilder<StoreSchema, 'users'>): ComparisonPrinters<UserAttribute> => {
  const roles = eb
    .selectFrom('user_roles')
    .select('user_roles.role_id')
    .whereRef('user_roles.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_roles.user_id', '=', 'users.id')

  const memberships = eb
    .selectFrom('user_groups')
    .select('user_groups.group_id')
    .whereRef('user_groups.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_groups.user_id', '=', 'users.id')

  const groupRoles = memberships.innerJoin('group_roles', (join) =>
    join
      .onRef('group_roles.tenant_id', '=', 'user_groups.tenant_id')
      .onRef('group_roles.group_id', '=', 'user_groups.group_id'),
  )

  return {
    id: foldedComparison(eb.ref('users.id')),
    subject: foldedComparison(eb.ref('users.subject_folded')),
    name: foldedComparison(eb.ref('users.name_folded')),
    email: foldedComparison(eb.ref('users.email_folded')),
    status: foldedComparison(eb.ref('users.status')),
    clientId: foldedComparison(eb.ref('users.client_id')),
    'assignedRoles.id': (_operator, value) => eb.exists(roles.where('user_roles.role_id', '=', foldCase(value))),
    'assignedRoles.name': (_operator, value) => eb.exists(roles.where(isRoleNamed('user_roles', value))),
    'assignedGroups.id': (_operator, value) =>
      eb.exists(memberships.where('user_groups.group_id', '=', foldCase(value))),
    'assignedGroupsAssignedRoles.name': (_operator, value) =>
      eb.exists(groupRoles.where(isRoleNamed('group_roles', value))),
    assignedScopes: (_operator, value) => eb.exists(roles.where(isRoleWithScope('user_roles', value))),
  }
}
