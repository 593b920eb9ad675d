import { type CursorBinding, type CursorPosition, openCursor, sealCursor } from '../../listing/cursor.js'
import { foldCase } from '../../listing/filter-condition.js'
import type { FilterNode } from '../../listing/filter-node.js'
import { parseFilter } from '../../listing/filter-parser.js'
import { assertOneCursor, type PageRequest } from '../../listing/page.js'
import { parseSort } from '../../listing/sort.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type DefaultRole, defaultRoles } from './default-roles.js'

/** What of the roles is asked for; texts as they came in. */
export interface RoleListRequest extends PageRequest {
  readonly filter?: string | undefined
  readonly sort?: string | undefined
}

/** A page of roles, with the number of all that match. */
export interface RoleList {
  readonly roles: readonly DefaultRole[]
  readonly next?: string
  readonly prev?: string
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

const sortFields = ['name', 'id', 'level'] as const

/**
 * Lists the roles (contract 4.3). They are few and in memory, so no store is asked.
 *
 * @throws UnderstudyError REST-INVALID-FILTER, REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listRoles = ({ tenant, cursorKey }: TenantContext, request: RoleListRequest): RoleList => {
  assertOneCursor(request)
  const { field, descending } = parseSort(request.sort, sortFields, { field: 'name', descending: false })
  const filter = request.filter === undefined ? undefined : parseFilter<RoleAttribute>(request.filter, roleAttributes)
  const sort = `${descending ? '-' : '+'}${field}`
  const binding: CursorBinding = { tenantId: tenant.id, list: 'roles', sort, filter: request.filter ?? '' }
  const place = (role: DefaultRole): CursorPosition => ({ value: role[field], id: role.id })
  const order = (one: CursorPosition, other: CursorPosition): number =>
    (descending ? -1 : 1) * (compare(one.value, other.value) || compare(one.id, other.id))
  const matching = defaultRoles
    .filter((role) => filter === undefined || matches(role, filter))
    .sort((one, other) => order(place(one), place(other)))

  const limit = request.limit ?? 20
  const firstWhere = (test: (role: DefaultRole) => boolean): number => {
    const index = matching.findIndex(test)
    return index < 0 ? matching.length : index
  }
  const boundsOf = (): [start: number, end: number] => {
    if (request.prev !== undefined) {
      const position = openCursor(cursorKey, binding, request.prev, 'prev')
      const end = firstWhere((role) => order(place(role), position) >= 0)
      return [Math.max(0, end - limit), end]
    }
    if (request.next === undefined) return [0, limit]
    const position = openCursor(cursorKey, binding, request.next, 'next')
    const start = firstWhere((role) => order(place(role), position) > 0)
    return [start, start + limit]
  }
  const [start, end] = boundsOf()
  const roles = matching.slice(start, end)
  const first = start > 0 ? roles[0] : undefined
  const last = end < matching.length ? roles.at(-1) : undefined
  return {
    roles,
    total: matching.length,
    ...(first !== undefined && { prev: sealCursor(cursorKey, binding, place(first)) }),
    ...(last !== undefined && { next: sealCursor(cursorKey, binding, place(last)) }),
  }
}

const compare = (one: string | number, other: string | number): number => (one < other ? -1 : one > other ? 1 : 0)
