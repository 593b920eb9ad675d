import Type from 'typebox'

/** What a user has allowed an application to do in their name. Ours; the contract has no address for it. */
export const OAuthConsent = Type.Object({
  clientId: Type.String(),
  clientName: Type.String(),
  clientUri: Type.Optional(Type.String()),
  scopes: Type.Array(Type.String()),
  givenAt: Type.String(),
})
export type OAuthConsent = Type.Static<typeof OAuthConsent>

/** Answer of `GET /api/v1/oauth-consents`; a tenant has at most 200 clients, so there are no pages. */
export const OAuthConsentList = Type.Object({ data: Type.Array(OAuthConsent) })
export type OAuthConsentList = Type.Static<typeof OAuthConsentList>
