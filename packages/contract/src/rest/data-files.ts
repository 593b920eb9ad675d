import Type from 'typebox'
import { Link, PageLinks } from './page.js'

const nullable = Type.Union([Type.String(), Type.Null()])
const size = Type.Integer()

/** A data file, in the terms of the published client. There are no folders. */
export const DataFile = Type.Object({
  id: Type.String(),
  name: Type.String(),
  baseName: Type.String(),
  ownerId: Type.String(),
  spaceId: nullable,
  appId: Type.Null(),
  folder: Type.Boolean(),
  folderId: Type.Null(),
  folderPath: Type.Null(),
  folderStats: Type.Null(),
  qri: Type.Null(),
  size,
  createdDate: Type.String(),
  modifiedDate: Type.String(),
  contentUpdatedDate: Type.String(),
  actions: Type.Array(Type.String()),
})
export type DataFile = Type.Static<typeof DataFile>

/** One page of data files. */
export const DataFilePage = Type.Object({ data: Type.Array(DataFile), links: PageLinks })
export type DataFilePage = Type.Static<typeof DataFilePage>

/** Part `Json` of an upload. */
export const DataFileRequest = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    connectionId: Type.Optional(nullable),
    tempContentFileId: Type.Optional(nullable),
    folder: Type.Optional(Type.Literal(false)),
    folderId: Type.Optional(Type.Null()),
    appId: Type.Optional(Type.Null()),
    sourceId: Type.Optional(Type.Null()),
    folderMergeBehavior: Type.Optional(Type.String({ maxLength: 16 })),
  },
  { additionalProperties: false },
)
export type DataFileRequest = Type.Static<typeof DataFileRequest>

/** Query of `GET /api/v1/data-files`. */
export const DataFileListQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    page: Type.Optional(Type.String({ maxLength: 4096, description: 'Cursor: entries after it.' })),
    connectionId: Type.Optional(Type.String({ maxLength: 64 })),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    baseNameWildcard: Type.Optional(Type.String({ maxLength: 255, description: 'A name with `*` and `?`.' })),
    ownerId: Type.Optional(Type.String({ maxLength: 64 })),
    notOwnerId: Type.Optional(Type.String({ maxLength: 64 })),
    includeAllSpaces: Type.Optional(Type.Literal(false, { description: 'One space at a time.' })),
    excludeFiles: Type.Optional(Type.Boolean({ description: 'There is nothing but files: the list is empty.' })),
    appId: Type.Optional(Type.String({ maxLength: 64, description: 'No file is of an app: the list is empty.' })),
    folderId: Type.Optional(Type.String({ maxLength: 64, description: 'There are no folders: the list is empty.' })),
    folderPath: Type.Optional(
      Type.String({ maxLength: 1024, description: 'There are no folders: the list is empty.' }),
    ),
    includeFolders: Type.Optional(Type.Boolean()),
    includeFolderStats: Type.Optional(Type.Boolean()),
    excludeSubFolders: Type.Optional(Type.Boolean()),
    allowInternalFiles: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Enum(['name', '+name'] as const, { description: 'By name; no other order.' })),
  },
  { additionalProperties: false },
)
export type DataFileListQuery = Type.Static<typeof DataFileListQuery>

/** Answer of `GET /api/v1/data-files/quotas`. */
export const DataFileQuotas = Type.Object({
  allowedExtensions: Type.Array(Type.String()),
  allowedInternalExtensions: Type.Array(Type.String()),
  maxFileSize: size,
  maxLargeFileSize: size,
  maxSize: size,
  size,
})

/** Query of `GET /api/v1/data-files/connections`. */
export const DataFileConnectionsQuery = Type.Object(
  {
    spaceId: Type.Optional(Type.String({ maxLength: 64 })),
    personal: Type.Optional(Type.Boolean({ description: 'Whether only that of the personal space is listed.' })),
    name: Type.Optional(Type.String({ maxLength: 512 })),
    appId: Type.Optional(Type.String({ maxLength: 64, description: 'No connection is of an app: the list is empty.' })),
    includeSpaceStats: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, description: 'All come at once.' })),
    page: Type.Optional(Type.String({ maxLength: 4096 })),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type DataFileConnectionsQuery = Type.Static<typeof DataFileConnectionsQuery>

/** Answer of `GET /api/v1/data-files/connections`. */
export const DataFileConnection = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String(),
  connectStatement: Type.String(),
  spaceId: nullable,
})
export const DataFileConnections = Type.Object({
  data: Type.Array(DataFileConnection),
  links: Type.Object({ self: Link }),
})
export type DataFileConnection = Type.Static<typeof DataFileConnection>
