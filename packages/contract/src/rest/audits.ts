import Type from 'typebox'
import { PageLinks, pageQuery, SelfLink } from './page.js'

/** One audit record as REST shows it (contract 4.9). `data` depends on the type of the event. */
export const AuditItem = Type.Object({
  id: Type.String(),
  eventId: Type.String(),
  source: Type.String(),
  eventType: Type.String(),
  eventTime: Type.String(),
  eventTypeVersion: Type.String(),
  contentType: Type.Literal('application/json'),
  tenantId: Type.String(),
  userId: Type.Optional(Type.String({ description: 'The user who acted, or in whose name was acted.' })),
  data: Type.Record(Type.String(), Type.Unknown()),
  extensions: Type.Object({
    actor: Type.Optional(
      Type.Object(
        { sub: Type.String(), subType: Type.String() },
        { description: 'Who acted in the name of the user.' },
      ),
    ),
    updates: Type.Optional(Type.Array(Type.String(), { description: 'Names of the changed properties.' })),
  }),
  links: SelfLink,
})
export type AuditItem = Type.Static<typeof AuditItem>

/** Query of `GET /api/v1/audits`. */
export const AuditListQuery = Type.Object(
  {
    eventTime: Type.Optional(
      Type.String({ maxLength: 128, description: 'Interval `start/end` of ISO 8601 times, both included.' }),
    ),
    eventType: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 8192, description: 'Ids, separated by commas.' })),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    userId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    clientId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'The client that acted, or through which a user did.' }),
    ),
    sort: Type.Optional(
      Type.String({
        maxLength: 64,
        description: '`eventTime`, `eventType` or `source` after + or -; -eventTime by default.',
      }),
    ),
    ...pageQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Entries per page, 10 by default.' })),
  },
  { additionalProperties: false },
)
export type AuditListQuery = Type.Static<typeof AuditListQuery>

/** One page of audit records. */
export const AuditPage = Type.Object({ data: Type.Array(AuditItem), links: PageLinks })
export type AuditPage = Type.Static<typeof AuditPage>

/** Query of `GET /api/v1/audits/archive`. */
export const AuditArchiveQuery = Type.Object(
  { date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day, in UTC.' }) },
  { additionalProperties: false },
)
export type AuditArchiveQuery = Type.Static<typeof AuditArchiveQuery>

/** The answers of `types` and `sources`. */
export const AuditNames = Type.Object({ data: Type.Array(Type.String()), links: PageLinks })
export type AuditNames = Type.Static<typeof AuditNames>

/** The answer of `settings`: how long `GET /api/v1/audits` reaches back, in seconds. */
export const AuditSettings = Type.Object({
  data: Type.Object({ ArchiveEnabled: Type.Boolean(), EventTTL: Type.Integer() }),
})
export type AuditSettings = Type.Static<typeof AuditSettings>

/** The answer of `checkpoint`: where the chains of the tenant's journal stand, under a code that needs the master key. */
export const AuditCheckpoint = Type.Object({
  checkpoint: Type.Object({
    takenAt: Type.String(),
    chains: Type.Array(
      Type.Object({
        tenantId: Type.String(),
        nodeId: Type.String(),
        seq: Type.Integer({ description: 'Number of the last record.' }),
        hash: Type.String(),
      }),
    ),
  }),
  mac: Type.String(),
})
export type AuditCheckpoint = Type.Static<typeof AuditCheckpoint>
