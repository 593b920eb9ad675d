import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { exportApp } from '../../apps/making/export-app.js'
import { assertMayImport, importApp } from '../../apps/making/import-app.js'
import { receiveFile } from '../../files/receive-file.js'
import { tenantFiles } from '../../files/tenant-files.js'
import { readTempContent, tempContentPath } from '../../temp-contents/temp-content-rows.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { appBody } from './app-body.js'
import { appCaller } from './app-caller.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'
import { fileBody, validationBesideStreams } from './stream-body.js'

const tags = ['apps']

/** How apps come and go as archives of their folders (contract 4.13). */
export const addAppArchiveRoutes = (app: FastifyInstance): void => {
  app.post<{ Querystring: rest.AppImportQuery; Body: Readable | undefined }>(
    '/apps/import',
    {
      onRequest: requireScopes('apps', 'admin.apps'),
      validatorCompiler: validationBesideStreams,
      schema: {
        tags,
        summary: 'Make an app of the archive of an app folder',
        querystring: rest.AppImportQuery,
        body: fileBody,
        response: answers(200, rest.NxApp),
      },
    },
    async (request) => {
      const { tenant, caller, query, body } = request
      if (query.mode !== undefined && query.mode.toUpperCase() !== 'NEW')
        throw new UnderstudyError('REST-INVALID-PARAMETER', '"mode" must be NEW.', { source: { parameter: 'mode' } })
      await assertMayImport(tenant, caller, query.spaceId)
      const wanted = { name: query.name, spaceId: query.spaceId, noData: query.NoData === true }
      if (query.fileId !== undefined) {
        const content = await readTempContent(tenant, caller, query.fileId)
        const archive = tempContentPath(tenant.config, content)
        return appBody(request, await importApp(tenant, caller, archive, wanted))
      }
      if (body === undefined || body === null) throw new UnderstudyError('APP-ARCHIVE', 'The body is empty.')
      const folder = tenantFiles(tenant.config, tenant.tenant.id, 'temp-contents')
      const archive = join(folder, `${tenant.randomness.bytes(12).toString('hex')}.import`)
      try {
        await receiveFile(body, archive, tenant.config.uploadSize * 2 ** 20)
        return await appBody(request, await importApp(tenant, caller, archive, wanted))
      } finally {
        await rm(archive, { force: true })
      }
    },
  )

  app.post<{ Params: IdParams; Querystring: rest.AppExportQuery }>(
    '/apps/:id/export',
    {
      onRequest: requireScopes('apps:export', 'admin.apps:export'),
      schema: {
        tags,
        summary: 'Pack an app as the archive of its folder; the Location leads to it',
        params: idParams,
        querystring: rest.AppExportQuery,
        response: answers(201, Type.Null()),
      },
    },
    async (request, reply) => {
      const withData = request.query.NoData !== true
      const { id } = await exportApp(request.tenant, appCaller(request), request.params.id, withData)
      return reply
        .status(201)
        .header('location', tenantUrl(request, `/api/v1/temp-contents/${id}`))
        .send()
    },
  )
}
