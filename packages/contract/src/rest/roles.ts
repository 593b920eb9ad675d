import Type from 'typebox'
import { FilterText, pageOf, pageQuery, SelfLink } from './page.js'

/** A role as other resources refer to it (contract 4.1). */
export const AssignedRole = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.Enum(['default', 'custom'] as const),
  level: Type.Enum(['admin', 'user'] as const),
})
export type AssignedRole = Type.Static<typeof AssignedRole>

const RefId = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false })
const RefName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 256 }) }, { additionalProperties: false })

/** Roles named by id or by name, at most 100 (contract 4.2). */
export const RoleRefs = Type.Array(Type.Union([RefId, RefName]), { maxItems: 100 })
export type RoleRefs = Type.Static<typeof RoleRefs>

/** A role (contract 4.3). */
export const Role = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.Enum(['default', 'custom'] as const),
  level: Type.Enum(['admin', 'user'] as const),
  description: Type.String(),
  assignedScopes: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  canEdit: Type.Boolean(),
  canDelete: Type.Boolean(),
  tenantId: Type.String(),
  createdAt: Type.String(),
  lastUpdatedAt: Type.String(),
  links: SelfLink,
})
export type Role = Type.Static<typeof Role>

/** Query of `GET /api/v1/roles`. */
export const RoleListQuery = Type.Object(
  {
    filter: Type.Optional(FilterText),
    limit: pageQuery.limit,
    next: pageQuery.next,
    totalResults: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type RoleListQuery = Type.Static<typeof RoleListQuery>

export const RolePage = pageOf(Role)
export type RolePage = Type.Static<typeof RolePage>
