import Type from 'typebox'
import { Link, PageLinks, pageQuery } from './page.js'

/** A reload, in the terms of the published client. */
export const Reload = Type.Object({
  id: Type.String(),
  appId: Type.String(),
  tenantId: Type.String(),
  userId: Type.String(),
  type: Type.String(),
  status: Type.String(),
  partial: Type.Boolean(),
  weight: Type.Integer(),
  creationTime: Type.String(),
  startTime: Type.Optional(Type.String()),
  endTime: Type.Optional(Type.String()),
  engineTime: Type.Optional(Type.String()),
  errorCode: Type.Optional(Type.String()),
  errorMessage: Type.Optional(Type.String()),
  log: Type.Optional(Type.String()),
  links: Type.Object({ self: Link }),
})
export type Reload = Type.Static<typeof Reload>

/** One page of reloads. */
export const ReloadPage = Type.Object({ data: Type.Array(Reload), links: PageLinks })
export type ReloadPage = Type.Static<typeof ReloadPage>

/** Body of `POST /api/v1/reloads`. */
export const ReloadRequest = Type.Object(
  {
    appId: Type.String({ minLength: 1, maxLength: 64 }),
    partial: Type.Optional(Type.Boolean()),
    weight: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    resourceId: Type.Optional(Type.String({ maxLength: 64 })),
    resourceType: Type.Optional(Type.String({ maxLength: 64 })),
    variables: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { additionalProperties: false },
)
export type ReloadRequest = Type.Static<typeof ReloadRequest>

/** Query of `GET /api/v1/reloads`. */
export const ReloadListQuery = Type.Object(
  {
    ...pageQuery,
    appId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'Without it, the reloads of all apps: for administrators.',
      }),
    ),
    filter: Type.Optional(
      Type.String({
        maxLength: 1024,
        description: '`status`, `partial` and `type` with `eq`, `and`, `or`, parentheses.',
      }),
    ),
    log: Type.Optional(Type.Boolean()),
    partial: Type.Optional(Type.Boolean()),
    sort: Type.Optional(
      Type.String({
        maxLength: 64,
        description: '`creationTime`, `status`, `startTime` or `endTime` after `+` or `-`; `-creationTime` by default.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ReloadListQuery = Type.Static<typeof ReloadListQuery>

/** Answer of a cancellation. */
export const ReloadStatus = Type.Object({ status: Type.String() })
