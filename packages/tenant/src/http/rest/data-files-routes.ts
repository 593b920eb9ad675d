import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import { holdsWellFormedText, rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type ExpressionBuilder, sql } from 'kysely'
import Type from 'typebox'
import { Value } from 'typebox/value'
import {
  addDataFile,
  type DataFile,
  dataFileExtensions,
  deleteDataFile,
  findDataFile,
  type ReceivedFile,
  replaceDataFile,
  usageOf,
} from '../../data-files/change-data-files.js'
import { dataPlace, personalConnection } from '../../data-files/data-file-places.js'
import { receiveFile } from '../../files/receive-file.js'
import { tenantFiles } from '../../files/tenant-files.js'
import { fetchPage } from '../../listing/page.js'
import { visibleSpaces } from '../../spaces/visible-spaces.js'
import type { StoreSchema } from '../../store/schema.js'
import { readTempContent, tempContentPath } from '../../temp-contents/temp-content-rows.js'
import { schemaProblem } from '../../validation/schema-problem.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'
import { validationBesideStreams } from './stream-body.js'

const tags = ['data-files']
const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read') }
const mayChange = { onRequest: requireScopes('apps', 'admin.apps') }
const form = { content: { 'multipart/form-data': { schema: Type.Unsafe({ type: 'object' }) } } }

/** Bytes of the part that describes a file. */
const longestDescription = 65_536

/**
 * Files that apps read as `space:<name>` (data-files of the published client).
 *
 * @param largest bytes of a file
 */
export const addDataFileRoutes = async (app: FastifyInstance, largest: number): Promise<void> => {
  const limits = { parts: 4, fields: 2, files: 2, fieldSize: longestDescription, fileSize: largest + 1 }
  await app.register(multipart, { limits })

  app.get<{ Querystring: rest.DataFileListQuery }>(
    '/data-files',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List the files of a space by name, without a connection those of the personal one',
        querystring: rest.DataFileListQuery,
        response: answers(200, rest.DataFilePage),
      },
    },
    async (request): Promise<rest.DataFilePage> => {
      const { store, tenant, cursorKey } = request.tenant
      const { connectionId, page, limit, sort: _sort, ...wanted } = request.query
      const { place } = await store
        .transaction()
        .execute((transaction) => dataPlace(transaction, tenant.id, request.caller, connectionId, 'read'))
      const query = store
        .selectFrom('data_files')
        .selectAll()
        .where('tenant_id', '=', tenant.id)
        .where('place', '=', place)
      const { rows, next } = await fetchPage(
        {
          query: query.where((eb) => eb.and(fileConditions(eb, wanted))),
          sortedBy: sql.ref<string>('data_files.name_folded'),
          sortValue: (row: DataFile) => row.name_folded,
          id: sql.ref<string>('data_files.id'),
          descending: false,
          binding: { tenantId: tenant.id, list: `data-files ${place}`, sort: '+name', filter: JSON.stringify(wanted) },
          cursorKey,
        },
        { limit, next: page },
      )
      const self = new URL(tenantUrl(request, request.url))
      const following = new URL(self)
      if (next !== undefined) following.searchParams.set('page', next)
      return {
        data: rows.map(dataFileBody),
        links: { self: { href: self.href }, ...(next !== undefined && { next: { href: following.href } }) },
      }
    },
  )

  app.get(
    '/data-files/quotas',
    {
      ...mayRead,
      schema: { tags, summary: 'Tell the quota of the caller', response: answers(200, rest.DataFileQuotas) },
    },
    async ({ tenant: { store, tenant, config }, caller }) => {
      const used = await store.transaction().execute((transaction) => usageOf(transaction, tenant.id, caller.userId))
      return {
        allowedExtensions: [...dataFileExtensions],
        allowedInternalExtensions: [],
        maxFileSize: config.uploadSize * 2 ** 20,
        maxLargeFileSize: config.uploadSize * 2 ** 20,
        maxSize: config.userQuota * 2 ** 20,
        size: used.size,
      }
    },
  )

  app.get<{ Querystring: rest.DataFileConnectionsQuery }>(
    '/data-files/connections',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List what stands for the personal space and for spaces that the caller sees',
        querystring: rest.DataFileConnectionsQuery,
        response: answers(200, rest.DataFileConnections),
      },
    },
    async (request) => {
      const { spaceId, personal, name, appId } = request.query
      const data = (await connectionsOf(request)).filter(
        (each) =>
          appId === undefined &&
          (spaceId === undefined || each.spaceId === spaceId) &&
          (personal !== true || each.spaceId === null) &&
          (name === undefined || each.name === name),
      )
      return { data, links: { self: { href: tenantUrl(request, request.url) } } }
    },
  )

  app.get<{ Params: IdParams }>(
    '/data-files/connections/:id',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'Tell of what stands for a space',
        params: idParams,
        response: answers(200, rest.DataFileConnection),
      },
    },
    async (request) => {
      const connection = (await connectionsOf(request)).find(({ id }) => id === request.params.id)
      if (connection === undefined) throw new UnderstudyError('DF-014', 'There is no connection of that id.')
      return connection
    },
  )

  app.post(
    '/data-files',
    {
      ...mayChange,
      validatorCompiler: validationBesideStreams,
      schema: { tags, summary: 'Add a file', querystring: noQuery, body: form, response: answers(201, rest.DataFile) },
    },
    async (request, reply) => {
      const file = await withUpload(request, (received, { name, connectionId }) => {
        if (name === undefined) throw invalid('/Json/name', 'is missing')
        return addDataFile(request.tenant, request.caller, received, { name, connectionId })
      })
      return reply.status(201).send(dataFileBody(file))
    },
  )

  app.put<{ Params: IdParams }>(
    '/data-files/:id',
    {
      ...mayChange,
      validatorCompiler: validationBesideStreams,
      schema: {
        tags,
        summary: 'Replace a file',
        params: idParams,
        body: form,
        response: answers(201, rest.DataFile),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const file = await withUpload(request, (received) =>
        replaceDataFile(request.tenant, request.caller, id, received),
      )
      return reply.status(201).send(dataFileBody(file))
    },
  )

  app.get<{ Params: IdParams }>(
    '/data-files/:id',
    {
      ...mayRead,
      schema: { tags, summary: 'Tell of a file', params: idParams, response: answers(200, rest.DataFile) },
    },
    async ({ tenant, caller, params }) =>
      dataFileBody(
        await tenant.store
          .transaction()
          .execute((transaction) => findDataFile(tenant, transaction, caller, params.id, 'read')),
      ),
  )

  app.delete<{ Params: IdParams }>(
    '/data-files/:id',
    { ...mayChange, schema: { tags, summary: 'Delete a file', params: idParams, response: answers(204, Type.Null()) } },
    async (request, reply) => {
      await deleteDataFile(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}

/** What stands for the personal space and for each space that the caller sees. */
const connectionsOf = async ({
  tenant: { store, tenant },
  caller,
}: FastifyRequest): Promise<rest.DataFileConnection[]> => {
  const spaces = await visibleSpaces(store, tenant.id, caller)
    .select(['spaces.id', 'spaces.name'])
    .orderBy('spaces.id')
    .limit(1000)
    .execute()
  const connection = (id: string, name: string, spaceId: string | null) => ({
    id,
    name: `${name}:DataFiles`,
    type: 'qix-datafiles.exe',
    connectStatement: '',
    spaceId,
  })
  return [connection(personalConnection, 'Personal', null), ...spaces.map(({ id, name }) => connection(id, name, id))]
}

type FileFilter = Omit<rest.DataFileListQuery, 'connectionId' | 'page' | 'limit' | 'sort'>

const fileConditions = (
  eb: ExpressionBuilder<StoreSchema, 'data_files'>,
  { name, baseNameWildcard, ownerId, notOwnerId, excludeFiles, appId, folderId, folderPath }: FileFilter,
) => [
  ...(name === undefined ? [] : [eb('name_folded', '=', name.toLowerCase())]),
  ...(baseNameWildcard === undefined ? [] : [like(baseNameWildcard.toLowerCase())]),
  ...(ownerId === undefined ? [] : [eb('owner_id', '=', ownerId)]),
  ...(notOwnerId === undefined ? [] : [eb('owner_id', '!=', notOwnerId)]),
  // There are neither folders nor files of apps.
  ...(excludeFiles === true || [appId, folderId, folderPath].some((each) => each !== undefined) ? [eb.lit(false)] : []),
]

/** `*` and `?` stand for any characters and for one. */
const like = (wildcard: string) => {
  const pattern = wildcard
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
  return sql<boolean>`name_folded like ${pattern} escape '\\'`
}

/** Receives the parts of an upload, in any order, and gives its file to `use`; nothing of it stays elsewhere. */
const withUpload = async (
  request: FastifyRequest,
  use: (file: ReceivedFile, description: rest.DataFileRequest) => Promise<DataFile>,
): Promise<DataFile> => {
  const { config, tenant, randomness } = request.tenant
  if (!request.isMultipart()) throw new UnderstudyError('REST-UNSUPPORTED-MEDIA-TYPE', 'Send multipart/form-data.')
  const path = join(tenantFiles(config, tenant.id, 'data-files'), `${randomness.bytes(12).toString('hex')}.upload`)
  let received: ReceivedFile | undefined
  let description: rest.DataFileRequest = {}
  try {
    for await (const part of request.parts()) {
      if (part.fieldname === 'Json') {
        // The library reads parts of type application/json itself; a file would have no bound of its own.
        if (part.type === 'file') throw invalid('/Json', 'is a file')
        description = described(typeof part.value === 'string' ? parsed(part.value) : part.value)
      } else if (part.fieldname === 'File' && part.type === 'file' && received === undefined) {
        await receiveFile(part.file, path, config.uploadSize * 2 ** 20)
        received = { path, copied: false }
      } else throw invalid(`/${part.fieldname.slice(0, 64)}`, 'is no part of an upload')
    }
    if (received === undefined && description.tempContentFileId) {
      const content = await readTempContent(request.tenant, request.caller, description.tempContentFileId)
      received = { path: tempContentPath(config, content), copied: true }
    }
    if (received === undefined) throw invalid('/File', 'is missing')
    return await use(received, description)
  } finally {
    await rm(path, { force: true })
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('/Json', 'is no JSON')
  }
}

const described = (value: unknown): rest.DataFileRequest => {
  const problem = schemaProblem(Value.Errors(rest.DataFileRequest, value))
  if (problem !== undefined) throw invalid(`/Json${problem.pointer}`, problem.problem)
  // Two names with half of a surrogate pair fall together in a store.
  if (!holdsWellFormedText(value)) throw invalid('/Json', 'is no Unicode')
  return value as rest.DataFileRequest
}

const invalid = (pointer: string, problem: string): UnderstudyError =>
  new UnderstudyError('REST-INVALID-BODY', `"${pointer}" ${problem}.`, { source: { pointer } })

const dataFileBody = (row: DataFile): rest.DataFile => ({
  id: row.id,
  name: row.name,
  baseName: row.name,
  ownerId: row.owner_id,
  spaceId: row.space_id,
  appId: null,
  folder: false,
  folderId: null,
  folderPath: null,
  folderStats: null,
  qri: null,
  size: row.size,
  createdDate: row.created_at,
  modifiedDate: row.updated_at,
  contentUpdatedDate: row.content_updated_at,
  actions: ['read', 'update', 'delete', 'list'],
})
