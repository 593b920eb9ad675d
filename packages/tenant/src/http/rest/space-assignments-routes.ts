import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { AssignmentRecord } from '../../spaces/assignments/assignment-rows.js'
import { changeAssignment, deleteAssignment } from '../../spaces/assignments/change-assignment.js'
import { createAssignment } from '../../spaces/assignments/create-assignment.js'
import { listAssignments, readAssignment } from '../../spaces/assignments/list-assignments.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'
import { mayManageSpaces, mayReadSpaces } from './space-access.js'

const tags = ['spaces']

const assignmentParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  assignmentId: Type.String({ minLength: 1, maxLength: 64 }),
})
type AssignmentParams = Type.Static<typeof assignmentParams>

/** Who has which roles in a space (contract 4.4), for `spaces` of `@qlik/api`. */
export const addSpaceAssignmentRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams; Querystring: rest.SpaceAssignmentListQuery }>(
    '/spaces/:id/assignments',
    {
      ...mayReadSpaces,
      schema: {
        tags,
        summary: 'List the assignments of a space',
        params: idParams,
        querystring: rest.SpaceAssignmentListQuery,
        response: answers(200, rest.SpaceAssignmentPage),
      },
    },
    async (request): Promise<rest.SpaceAssignmentPage> => {
      const { tenant, caller, params, query } = request
      const { assignments, count, ...cursors } = await listAssignments(tenant, caller, params.id, query)
      return {
        data: assignments.map((assignment) => withLinks(request, assignment)),
        links: pageLinks(request, cursors),
        meta: { count },
      }
    },
  )

  app.post<{ Params: IdParams; Body: rest.SpaceAssignmentCreate }>(
    '/spaces/:id/assignments',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Give a user, group or bot roles in a space',
        params: idParams,
        body: rest.SpaceAssignmentCreate,
        response: answers(201, rest.SpaceAssignment),
      },
    },
    async (request, reply) => {
      const assignment = await createAssignment(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(201).send(withLinks(request, assignment))
    },
  )

  app.get<{ Params: AssignmentParams }>(
    '/spaces/:id/assignments/:assignmentId',
    {
      ...mayReadSpaces,
      schema: {
        tags,
        summary: 'Read an assignment',
        params: assignmentParams,
        response: answers(200, rest.SpaceAssignment),
      },
    },
    async (request) => {
      const { id, assignmentId } = request.params
      return withLinks(request, await readAssignment(request.tenant, request.caller, id, assignmentId))
    },
  )

  app.put<{ Params: AssignmentParams; Body: rest.SpaceAssignmentUpdate }>(
    '/spaces/:id/assignments/:assignmentId',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Replace the roles of an assignment',
        params: assignmentParams,
        body: rest.SpaceAssignmentUpdate,
        response: answers(200, rest.SpaceAssignment),
      },
    },
    async (request) => {
      const { id, assignmentId } = request.params
      return withLinks(request, await changeAssignment(request.tenant, request.caller, id, assignmentId, request.body))
    },
  )

  app.delete<{ Params: AssignmentParams }>(
    '/spaces/:id/assignments/:assignmentId',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Take an assignment away',
        params: assignmentParams,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await deleteAssignment(request.tenant, request.caller, request.params.id, request.params.assignmentId)
      return reply.status(204).send()
    },
  )
}

const withLinks = (request: FastifyRequest, assignment: AssignmentRecord): rest.SpaceAssignment => {
  const space = tenantUrl(request, `/api/v1/spaces/${assignment.spaceId}`)
  return { ...assignment, links: { self: { href: `${space}/assignments/${assignment.id}` }, space: { href: space } } }
}
