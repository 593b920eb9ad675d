import { type CursorBinding, openCursor, sealCursor } from '../../listing/cursor.js'
import { foldCase } from '../../listing/filter-condition.js'
import type { FilterNode } from '../../listing/filter-node.js'
import { parseFilter } from '../../listing/filter-parser.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type DefaultRole, defaultRoles } from './default-roles.js'

/** What of the roles is asked for; texts as they came in. */
export interface RoleListRequest {
  readonly filter?: string | undefined
  readonly limit?: number | undefined
  readonly next?: string | undefined
}

/** A page of roles, with the number of all that match. */
export interface RoleList {
  readonly roles: readonly DefaultRole[]
  readonly next?: string
  readonly total: number
}

const roleAttributes = { id: ['eq'], name: ['eq', 'co'], level: ['eq'] } as const

type RoleAttribute = keyof typeof roleAttributes

const matches = (role: DefaultRole, node: FilterNode<RoleAttribute>): boolean => {
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

/**
 * Lists the roles by name (contract 4.3). They are few and in memory, so no store is asked.
 *
 * @throws UnderstudyError REST-INVALID-FILTER, REST-INVALID-CURSOR
 */
export const listRoles = ({ tenant, cursorKey }: TenantContext, request: RoleListRequest): RoleList => {
  const filter = request.filter === undefined ? undefined : parseFilter<RoleAttribute>(request.filter, roleAttributes)
  const binding: CursorBinding = { tenantId: tenant.id, list: 'roles', sort: '+name', filter: request.filter ?? '' }
  const position = request.next === undefined ? undefined : openCursor(cursorKey, binding, request.next, 'next')
  const matching = defaultRoles
    .filter((role) => filter === undefined || matches(role, filter))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  const following = matching.filter((role) => position === undefined || role.name > position.value)
  const roles = following.slice(0, request.limit ?? 20)
  const last = roles.at(-1)
  if (last === undefined || following.length === roles.length) return { roles, total: matching.length }
  return { roles, total: matching.length, next: sealCursor(cursorKey, binding, { value: last.name, id: last.id }) }
}
