import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { FilterText, pageOf, pageQuery, SelfLink } from './page.js'

/** A role as other resources refer to it (contract 4.1). */
export const AssignedRole = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.Enum(['default', 'custom'] as const),
  level: Type.Enum(['admin', 'user'] as const),
})
export type AssignedRole = Type.Static<typeof AssignedRole>

/** What answers tell of a role; a reference may repeat it. */
const toldOfRole = {
  type: Type.Optional(Type.Enum(['default', 'custom'] as const)),
  level: Type.Optional(Type.Enum(['admin', 'user'] as const)),
}

const RoleId = Type.String({ minLength: 1, maxLength: 64 })
const RoleName = Type.String({ minLength: 1, maxLength: 256 })
const RefId = Type.Object({ id: RoleId, name: Type.Optional(RoleName), ...toldOfRole }, { additionalProperties: false })
const RefName = Type.Object({ name: RoleName, ...toldOfRole }, { additionalProperties: false })

/** Roles named by id or by name, or as answers show them, when the id counts; at most 100 (contract 4.2). */
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
  createdBy: Type.Optional(Type.String()),
  lastUpdatedAt: Type.String(),
  updatedBy: Type.Optional(Type.String()),
  links: SelfLink,
})
export type Role = Type.Static<typeof Role>

/** Body of `POST /api/v1/roles`. */
export const RoleCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' }),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
    assignedScopes: Type.Optional(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 500 })),
  },
  { additionalProperties: false },
)
export type RoleCreate = Type.Static<typeof RoleCreate>

/** Body of `PATCH /api/v1/roles/{id}`. */
export const RolePatch = patchOf(['replace', 'add', 'remove-value'])
export type RolePatch = Type.Static<typeof RolePatch>

/** Query of `GET /api/v1/roles`. */
export const RoleListQuery = Type.Object(
  {
    filter: Type.Optional(FilterText),
    ...pageQuery,
    sort: Type.Optional(
      Type.String({ maxLength: 64, description: '`name`, `id` or `level` after + or -; +name by default.' }),
    ),
    totalResults: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type RoleListQuery = Type.Static<typeof RoleListQuery>

/** One page of roles. */
export const RolePage = pageOf(Role)
export type RolePage = Type.Static<typeof RolePage>
