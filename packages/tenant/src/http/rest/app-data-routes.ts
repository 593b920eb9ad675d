import { rest, UnderstudyError } from '@understudy/contract'
import { describeFields, describeTables, loadAppDefinition } from '@understudy/engine'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { appFor } from '../../apps/app-rights.js'
import { describeSource } from '../../apps/app-sources.js'
import { assertSeesEverything, withDataOf } from '../../apps/data-of-app.js'
import { appFolder } from '../../apps/folders/app-folder.js'
import { scriptOf } from '../../apps/folders/script-of.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import { listReloads } from '../../apps/reloads/list-reloads.js'
import { readReload } from '../../apps/reloads/reload-rows.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { appCaller } from './app-caller.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const tags = ['apps']
const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read') }
const mayChange = { onRequest: requireScopes('apps', 'admin.apps') }

const logParams = Type.Object({ ...idParams.properties, logId: Type.String({ minLength: 1, maxLength: 64 }) })
const scriptParams = Type.Object({ ...idParams.properties, scriptId: Type.String({ minLength: 1, maxLength: 64 }) })

/** What apps are loaded from, and what is in them, as far as the caller may know (contract 4.13). */
export const addAppDataRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams }>(
    '/apps/:id/data/metadata',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'Tell of the tables and fields that the caller may see',
        params: idParams,
        response: answers(200, rest.AppMetadata),
      },
    },
    async (request): Promise<rest.AppMetadata> => {
      const caller = appCaller(request)
      const known = await readReadableApp(request.tenant, caller, request.params.id)
      const described = withDataOf(request.tenant, caller, known, async (view) => ({
        fields: await describeFields(view),
        tables: await describeTables(view),
      }))
      const { fields, tables } = await described.catch((error: unknown) => {
        if (error instanceof UnderstudyError && error.code === 'ENGINE-NOT-RELOADED') return { fields: [], tables: [] }
        throw error
      })
      return {
        // Sizes and times would tell of rows that are hidden from the caller.
        reload_meta: {
          cpu_time_spent_ms: 0,
          peak_memory_bytes: 0,
          fullReloadPeakMemoryBytes: 0,
          partialReloadPeakMemoryBytes: 0,
          hardware: { logical_cores: 0, total_memory: 0 },
        },
        static_byte_size: 0,
        has_section_access: known.has_section_access === 1,
        is_direct_query_mode: false,
        usage: 'ANALYTICS',
        fields: fields.map(({ name, tables: src_tables, cardinality, numeric, tags: fieldTags }) => ({
          name,
          src_tables: src_tables.filter((table) => tables.some((told) => told.name === table)),
          is_system: false,
          is_hidden: false,
          is_semantic: false,
          distinct_only: false,
          cardinal: cardinality,
          total_count: cardinality,
          is_locked: false,
          always_one_selected: false,
          is_numeric: numeric,
          comment: '',
          tags: [...fieldTags],
          byte_size: 0,
          hash: '',
        })),
        tables: tables.map(({ name, rowCount, fieldCount, keyFieldCount }) => ({
          name,
          is_system: false,
          is_semantic: false,
          is_loose: false,
          no_of_rows: rowCount,
          no_of_fields: fieldCount,
          no_of_key_fields: keyFieldCount,
          comment: '',
          byte_size: 0,
        })),
        tables_profiling_data: [],
      }
    },
  )

  app.get<{ Params: IdParams }>(
    '/apps/:id/data/lineage',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'List the sources that the app declares',
        params: idParams,
        response: answers(200, rest.AppLineage),
      },
    },
    async (request): Promise<rest.AppLineage> => {
      const caller = appCaller(request)
      const known = await appFor(request.tenant, caller, request.params.id, 'source')
      await assertSeesEverything(request.tenant, caller, known)
      const { sources } = await loadAppDefinition(appFolder(request.tenant.config, known))
      return Object.values(sources).map((source) => ({
        discriminator: describeSource(source),
        statement: typeof source === 'object' && 'query' in source ? source.query : '',
      }))
    },
  )

  app.get<{ Params: IdParams }>(
    '/apps/:id/scripts',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'List the versions of data.sql: the current one',
        params: idParams,
        querystring: rest.AppScriptsQuery,
        response: answers(200, rest.AppScripts),
      },
    },
    async (request) => {
      const caller = appCaller(request)
      const known = await appFor(request.tenant, caller, request.params.id, 'source')
      await assertSeesEverything(request.tenant, caller, known)
      const script = await scriptOf(appFolder(request.tenant.config, known))
      const version = {
        scriptId: 'current',
        modifiedTime: known.updated_at,
        modifierId: known.owner_id ?? '',
        size: Buffer.byteLength(script),
        versionMessage: '',
      }
      return { scripts: [version], privileges: ['read'], links: {} }
    },
  )

  app.get<{ Params: IdParams & { scriptId: string } }>(
    '/apps/:id/scripts/:scriptId',
    {
      ...mayChange,
      schema: { tags, summary: 'Read data.sql', params: scriptParams, response: answers(200, rest.AppScript) },
    },
    async (request) => {
      const caller = appCaller(request)
      const known = await appFor(request.tenant, caller, request.params.id, 'source')
      await assertSeesEverything(request.tenant, caller, known)
      if (request.params.scriptId !== 'current')
        throw new UnderstudyError('APP-SCRIPT', 'The only version that is kept is "current".')
      return { script: await scriptOf(appFolder(request.tenant.config, known)), versionMessage: '' }
    },
  )

  app.get<{ Params: IdParams }>(
    '/apps/:id/reloads/logs',
    {
      ...mayChange,
      schema: { tags, summary: 'List the logs of reloads', params: idParams, response: answers(200, rest.ReloadLogs) },
    },
    async (request): Promise<rest.ReloadLogs> => {
      const { id } = await appFor(request.tenant, request.caller, request.params.id, 'reload')
      const { rows } = await listReloads(request.tenant, { appId: id, limit: 100 })
      return {
        data: rows.flatMap(({ id: reloadId, status, started_at, ended_at }) => {
          if (ended_at === null) return []
          const duration = started_at === null ? 0 : Date.parse(ended_at) - Date.parse(started_at)
          const log = tenantUrl(request, `/api/v1/apps/${id}/reloads/logs/${reloadId}`)
          return [{ reloadId, success: status === 'SUCCEEDED', endTime: ended_at, duration, links: { log } }]
        }),
      }
    },
  )

  app.get<{ Params: IdParams & { logId: string } }>(
    '/apps/:id/reloads/logs/:logId',
    {
      ...mayChange,
      schema: { tags, summary: 'Read the log of a reload', params: logParams, response: { '4xx': rest.ErrorEnvelope } },
    },
    async (request, reply) => {
      const caller = appCaller(request)
      const { app: known, reload } = await readReload(request.tenant, caller, request.params.logId)
      if (known.id !== request.params.id)
        throw new UnderstudyError('RELOADS-NOT-FOUND', 'The reload is of another app.')
      await assertSeesEverything(request.tenant, caller, known)
      return reply.type('text/plain; charset=utf-8').send(reload.log)
    },
  )
}
