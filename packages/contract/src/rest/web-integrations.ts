import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { PageLinks, pageQuery } from './page.js'

const Name = Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' })
const Origins = Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 100 })

/** Values of the patchable properties. */
export const webIntegrationValues = { name: Name, validOrigins: Origins, partitionedCookies: Type.Boolean() }

/** A web integration: the pages of other origins that may use browser sessions of the tenant (contract 4.11). */
export const WebIntegration = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  name: Type.String(),
  validOrigins: Type.Array(Type.String()),
  partitionedCookies: Type.Boolean({
    description: 'Ours: whether browsers keep its session cookies apart for each embedding site (CHIPS).',
  }),
  created: Type.String(),
  createdBy: Type.Optional(Type.String()),
  lastUpdated: Type.String(),
})
export type WebIntegration = Type.Static<typeof WebIntegration>

/** One page of web integrations. */
export const WebIntegrationPage = Type.Object({ data: Type.Array(WebIntegration), links: PageLinks })
export type WebIntegrationPage = Type.Static<typeof WebIntegrationPage>

/** Body of `POST /api/v1/web-integrations`. */
export const WebIntegrationCreate = Type.Object(
  {
    name: Name,
    validOrigins: Type.Optional(Origins),
    partitionedCookies: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type WebIntegrationCreate = Type.Static<typeof WebIntegrationCreate>

/** Body of `PATCH /api/v1/web-integrations/{id}`. */
export const WebIntegrationPatch = patchOf(['replace'])
export type WebIntegrationPatch = Type.Static<typeof WebIntegrationPatch>

/** Query of `GET /api/v1/web-integrations`; its cursors have names of their own (contract 4.0). */
export const WebIntegrationListQuery = Type.Object(
  {
    limit: pageQuery.limit,
    startingAfter: pageQuery.next,
    endingBefore: pageQuery.prev,
    sort: Type.Optional(Type.String({ maxLength: 64 })),
    tenantId: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type WebIntegrationListQuery = Type.Static<typeof WebIntegrationListQuery>
