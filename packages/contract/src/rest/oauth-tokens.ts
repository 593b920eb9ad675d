import Type from 'typebox'
import { PageLinks, pageQuery } from './page.js'

/** What was granted to a client for longer than one access token lives (contract 4.7). */
export const OAuthToken = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  userId: Type.String(),
  clientId: Type.String(),
  description: Type.Optional(Type.String()),
  deviceType: Type.Optional(Type.String()),
  lastUsed: Type.String(),
})
export type OAuthToken = Type.Static<typeof OAuthToken>

/** One page of tokens. */
export const OAuthTokenPage = Type.Object({ data: Type.Array(OAuthToken), links: PageLinks })
export type OAuthTokenPage = Type.Static<typeof OAuthTokenPage>

/** Query of `GET /api/v1/oauth-tokens`. */
export const OAuthTokenListQuery = Type.Object(
  {
    limit: pageQuery.limit,
    page: Type.Optional(Type.String({ maxLength: 4096, description: 'The value that a link of a page before has.' })),
    sort: Type.Optional(Type.Enum(['userId', '+userId', '-userId'] as const)),
    userId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type OAuthTokenListQuery = Type.Static<typeof OAuthTokenListQuery>
