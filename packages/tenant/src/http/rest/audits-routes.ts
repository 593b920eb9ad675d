import { Readable } from 'node:stream'
import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { archivedDay } from '../../audit/reading/archived-day.js'
import type { AuditRecord } from '../../audit/reading/audit-item.js'
import { liveDays } from '../../audit/reading/audit-query.js'
import { eventTypes, sources } from '../../audit/reading/event-names.js'
import { listAudits } from '../../audit/reading/list-audits.js'
import { readAudit } from '../../audit/reading/read-audit.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('admin.audits:read') }
const tags = ['audits']

/** The audits API (contract 4.9): what the journal holds. */
export const addAuditRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.AuditListQuery }>(
    '/audits',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List audit records of the last 90 days',
        querystring: rest.AuditListQuery,
        response: answers(200, rest.AuditPage),
      },
    },
    async (request): Promise<rest.AuditPage> => {
      const { records, ...cursors } = await listAudits(request.tenant, request.query)
      return { data: records.map((record) => withLink(request, record)), links: pageLinks(request, cursors) }
    },
  )

  app.get<{ Querystring: rest.AuditArchiveQuery }>(
    '/audits/archive',
    {
      ...mayRead,
      schema: { tags, summary: 'Read all audit records of a day', querystring: rest.AuditArchiveQuery },
    },
    async (request, reply) => {
      const { store, tenant } = request.tenant
      const records = archivedDay(store, tenant.id, request.query)
      return reply.type('application/json; charset=utf-8').send(Readable.from(archiveText(records)))
    },
  )

  for (const [name, summary, names] of [
    ['types', 'List the types of events', eventTypes],
    ['sources', 'List the sources of events', sources],
  ] as const) {
    app.get(
      `/audits/${name}`,
      { ...mayRead, schema: { tags, summary, querystring: noQuery, response: answers(200, rest.AuditNames) } },
      async (request): Promise<rest.AuditNames> => ({ data: [...names], links: pageLinks(request, {}) }),
    )
  }

  app.get(
    '/audits/settings',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'How far back audit records are listed',
        querystring: noQuery,
        response: answers(200, rest.AuditSettings),
      },
    },
    async (): Promise<rest.AuditSettings> => ({ data: { ArchiveEnabled: true, EventTTL: liveDays * 86_400 } }),
  )

  app.get(
    '/audits/checkpoint',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'How far the journal is, to be kept elsewhere',
        querystring: noQuery,
        response: answers(200, rest.AuditCheckpoint),
      },
    },
    async (request): Promise<rest.AuditCheckpoint> => {
      const { audit, tenant } = request.tenant
      const { checkpoint, mac } = await audit.checkpoint(tenant.id)
      return { checkpoint: { ...checkpoint, chains: [...checkpoint.chains] }, mac }
    },
  )

  app.get<{ Params: IdParams }>(
    '/audits/:id',
    {
      ...mayRead,
      schema: { tags, summary: 'Read an audit record', params: idParams, response: answers(200, rest.AuditItem) },
    },
    async (request) =>
      withLink(request, await readAudit(request.tenant.store, request.tenant.tenant.id, request.params.id)),
  )
}

const withLink = (request: FastifyRequest, record: AuditRecord): rest.AuditItem => ({
  ...record,
  links: { self: { href: tenantUrl(request, `/api/v1/audits/${record.id}`) } },
})

async function* archiveText(records: AsyncIterable<AuditRecord>): AsyncGenerator<string> {
  let separator = '{"data":['
  for await (const record of records) {
    yield separator + JSON.stringify(record)
    separator = ','
  }
  yield separator === ',' ? ']}' : '{"data":[]}'
}
