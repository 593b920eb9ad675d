import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DefaultRole } from '../../directory/roles/default-roles.js'
import { roleById } from '../../directory/roles/find-role.js'
import { listRoles } from '../../directory/roles/list-roles.js'
import { readTenant } from '../../tenants/read-tenant.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('admin.users:read') }
const tags = ['roles']

/** The roles that can be assigned (contract 4.3): the default ones. */
export const addRoleRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.RoleListQuery }>(
    '/roles',
    {
      ...mayRead,
      schema: { tags, summary: 'List roles', querystring: rest.RoleListQuery, response: answers(200, rest.RolePage) },
    },
    async (request): Promise<rest.RolePage> => {
      const { roles, total, ...cursors } = listRoles(request.tenant, request.query)
      const { created } = await readTenant(request.tenant)
      return {
        data: roles.map((role) => roleBody(request, role, created)),
        links: pageLinks(request, cursors),
        ...(request.query.totalResults === true && { totalResults: total }),
      }
    },
  )

  app.get<{ Params: IdParams }>(
    '/roles/:id',
    { ...mayRead, schema: { tags, summary: 'Read a role', params: idParams, response: answers(200, rest.Role) } },
    async (request): Promise<rest.Role> => {
      const role = roleById(request.params.id)
      if (role === undefined) throw new UnderstudyError('IDENTITIES-10402', 'There is no role with this id.')
      const { created } = await readTenant(request.tenant)
      return roleBody(request, role, created)
    },
  )
}

const roleBody = (request: FastifyRequest, role: DefaultRole, created: string): rest.Role => ({
  id: role.id,
  name: role.name,
  type: 'default',
  level: role.level,
  description: role.description,
  assignedScopes: [...role.assignedScopes],
  permissions: [],
  canEdit: false,
  canDelete: false,
  tenantId: request.tenant.tenant.id,
  createdAt: created,
  lastUpdatedAt: created,
  links: { self: { href: tenantUrl(request, `/api/v1/roles/${role.id}`) } },
})
