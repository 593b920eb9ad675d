import { foldCase } from '../../listing/filter-condition.js'
import type { FilterNode } from '../../listing/filter-node.js'
import { parseFilter } from '../../listing/filter-parser.js'
import type { PageRequest } from '../../listing/page.js'
import { pageInMemory } from '../../listing/page-in-memory.js'
import { parseSort } from '../../listing/sort.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type DefaultRole, defaultRoles } from './default-roles.js'
import { type CustomRole, customRoles } from './role-rows.js'

/** What of the roles is asked for; texts as they came in. */
export interface RoleListRequest extends PageRequest {
  readonly filter?: string | undefined
  readonly sort?: string | undefined
}

/** A page of roles, with the number of all that match. */
export interface RoleList {
  readonly roles: readonly (DefaultRole | CustomRole)[]
  readonly next?: string
  readonly prev?: string
  readonly total: number
}

const roleAttributes = { id: ['eq'], name: ['eq', 'co'], level: ['eq'], type: ['eq'] } as const

type RoleAttribute = keyof typeof roleAttributes

const matches = (role: DefaultRole | CustomRole, node: FilterNode<RoleAttribute>): boolean => {
  switch (node.kind) {
    case 'and':
      return node.operands.every((operand) => matches(role, operand))
    case 'or':
      return node.operands.some((operand) => matches(role, operand))
    case 'comparison': {
      const own = foldCase(role[node.attribute])
      return node.operator === 'eq' ? own === foldCase(node.value) : own.includes(foldCase(node.value))
    }
  }
}

const sortFields = ['name', 'id', 'level'] as const

/**
 * Lists the roles, default and custom ones (contract 4.3). They are few enough to be filtered and ordered in memory.
 *
 * @throws UnderstudyError REST-INVALID-FILTER, REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listRoles = async (
  { store, tenant, cursorKey }: TenantContext,
  request: RoleListRequest,
): Promise<RoleList> => {
  const { field, descending } = parseSort(request.sort, sortFields, { field: 'name', descending: false })
  const filter = request.filter === undefined ? undefined : parseFilter<RoleAttribute>(request.filter, roleAttributes)
  const all = [...defaultRoles, ...(await customRoles(store, tenant.id))]
  const rows = all.filter((role) => filter === undefined || matches(role, filter))
  const sort = `${descending ? '-' : '+'}${field}`
  const page = pageInMemory(
    {
      rows,
      place: (role) => ({ value: role[field], id: role.id }),
      descending,
      binding: { tenantId: tenant.id, list: 'roles', sort, filter: request.filter ?? '' },
      cursorKey,
    },
    request,
  )
  const { rows: roles, ...cursors } = page
  return { roles, total: rows.length, ...cursors }
}
