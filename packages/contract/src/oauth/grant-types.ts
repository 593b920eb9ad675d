/** `grant_type` values of `POST /oauth/token` (contract 1.1), as sent on the wire. */
export const grantTypes = {
  impersonation: 'urn:qlik:oauth:user-impersonation',
  clientCredentials: 'client_credentials',
  authorizationCode: 'authorization_code',
  refreshToken: 'refresh_token',
  anonymousEmbed: 'urn:qlik:oauth:anonymous-embed',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
} as const

/** A grant the token endpoint answers. */
export type GrantType = (typeof grantTypes)[keyof typeof grantTypes]

/** Grants that a client's `allowedGrantTypes` may list; token exchange needs no listing (contract 0.6). */
export const clientGrantTypes = [grantTypes.clientCredentials, grantTypes.impersonation] as const

/** The only `subject_token_type` of a token exchange, and its `issued_token_type` (RFC 8693 section 3). */
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
