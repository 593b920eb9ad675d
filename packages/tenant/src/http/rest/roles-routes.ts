import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { changeRole } from '../../directory/roles/change-role.js'
import { createRole } from '../../directory/roles/create-role.js'
import type { DefaultRole } from '../../directory/roles/default-roles.js'
import { deleteRole } from '../../directory/roles/delete-role.js'
import { readRole } from '../../directory/roles/find-role.js'
import { listRoles } from '../../directory/roles/list-roles.js'
import type { CustomRole } from '../../directory/roles/role-rows.js'
import { readTenant } from '../../tenants/read-tenant.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('admin.users:read') }
/** Whoever decides what roles may do decides what everybody may do. */
const mayWrite = { onRequest: requireScopes('admin_classic') }
const tags = ['roles']

/** The roles that can be assigned (contract 4.3): the default ones, and those that the tenant makes. */
export const addRoleRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.RoleListQuery }>(
    '/roles',
    {
      ...mayRead,
      schema: { tags, summary: 'List roles', querystring: rest.RoleListQuery, response: answers(200, rest.RolePage) },
    },
    async (request): Promise<rest.RolePage> => {
      const { roles, total, ...cursors } = await listRoles(request.tenant, request.query)
      const { created } = await readTenant(request.tenant)
      return {
        data: roles.map((role) => roleBody(request, role, created)),
        links: pageLinks(request, cursors),
        ...(request.query.totalResults === true && { totalResults: total }),
      }
    },
  )

  app.post<{ Body: rest.RoleCreate }>(
    '/roles',
    {
      ...mayWrite,
      schema: { tags, summary: 'Create a custom role', body: rest.RoleCreate, response: answers(201, rest.Role) },
    },
    async (request, reply) => {
      const role = await createRole(request.tenant, request.caller, request.body)
      return reply.status(201).send(roleBody(request, role, role.createdAt))
    },
  )

  app.get<{ Params: IdParams }>(
    '/roles/:id',
    { ...mayRead, schema: { tags, summary: 'Read a role', params: idParams, response: answers(200, rest.Role) } },
    async (request): Promise<rest.Role> => {
      const { store, tenant } = request.tenant
      const role = await readRole(store, tenant.id, request.params.id)
      return roleBody(request, role, (await readTenant(request.tenant)).created)
    },
  )

  app.patch<{ Params: IdParams; Body: rest.RolePatch }>(
    '/roles/:id',
    {
      ...mayWrite,
      schema: {
        tags,
        summary: 'Change a custom role',
        params: idParams,
        body: rest.RolePatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeRole(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/roles/:id',
    {
      ...mayWrite,
      schema: { tags, summary: 'Delete a custom role', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteRole(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}

/** @param tenantCreated since when the tenant has the default roles; ISO 8601 */
const roleBody = (request: FastifyRequest, role: DefaultRole | CustomRole, tenantCreated: string): rest.Role => {
  const custom = role.type === 'custom'
  return {
    id: role.id,
    name: role.name,
    type: role.type,
    level: role.level,
    description: role.description,
    assignedScopes: [...role.assignedScopes],
    permissions: [],
    canEdit: custom,
    canDelete: custom,
    tenantId: request.tenant.tenant.id,
    createdAt: custom ? role.createdAt : tenantCreated,
    ...(custom && { createdBy: role.createdBy }),
    lastUpdatedAt: custom ? role.lastUpdatedAt : tenantCreated,
    ...(custom && role.updatedBy !== null && { updatedBy: role.updatedBy }),
    links: { self: { href: tenantUrl(request, `/api/v1/roles/${role.id}`) } },
  }
}
