import { defineErrors } from './error-entry.js'

/** Errors of sign-ins, of the browser sessions that they begin, and of the pages that may use those. */
export const sessionErrors = defineErrors({
  'LOGIN-USER-INACTIVE': {
    status: 403,
    title: 'The user may not sign in',
    solution: 'Ask an administrator of the tenant to set the status of the user to `active`.',
  },
  'IDENTITY-PROVIDERS-NOT-FOUND': {
    status: 404,
    title: 'Identity provider not found',
    solution: 'Use an id that `GET /api/v1/identity-providers` lists.',
  },
  'IDENTITY-PROVIDERS-INVALID': {
    status: 400,
    title: 'Invalid identity provider',
    solution: 'Correct the member that `source.pointer` names, as the detail says.',
  },
  'IDENTITY-PROVIDERS-UNSUPPORTED': {
    status: 400,
    title: 'The kind of identity provider is not supported',
    solution:
      'Use `jwtAuth` where your backend signs JWTs for its users, or an interactive `OIDC` provider; most SAML products offer OIDC too.',
  },
  'IDENTITY-PROVIDERS-DUPLICATE': {
    status: 409,
    title: 'The issuer and key id are taken',
    solution: 'Give the key another id, or delete the provider that has it.',
  },
  'IDENTITY-PROVIDERS-NOT-DEFAULT': {
    status: 404,
    title: 'The built-in directory is not in use',
    solution: 'Nothing needs to be done: accounts are managed at the identity provider of the tenant.',
  },
  'WEB-INTEGRATIONS-NOT-FOUND': {
    status: 404,
    title: 'Web integration not found',
    solution: 'Use an id that `GET /api/v1/web-integrations` lists.',
  },
  'WEB-INTEGRATIONS-INVALID': {
    status: 400,
    title: 'Invalid web integration',
    solution: 'Correct the member that `source.pointer` names, as the detail says.',
  },
  'WEB-INTEGRATIONS-REQUIRED': {
    status: 400,
    title: 'The page names no web integration',
    solution:
      'Send the header (or parameter) `qlik-web-integration-id` with the id of the web integration that lists the origin of the page. Requests of backends, which send no `Origin`, need none.',
  },
  'WEB-INTEGRATIONS-ORIGIN': {
    status: 403,
    title: 'The page is none of the web integration',
    solution:
      'Add the origin of the page (scheme, host and port, as the detail has it) to `validOrigins` of the web integration, or send the id of the one that lists it.',
  },
  'INTERNAL-TOKEN-1': {
    status: 400,
    title: 'Invalid token request',
    solution: 'Correct the claim that the detail and `meta.claim` name. Every claim stands in docs/jwt-login.md.',
  },
  'JWT-LOGIN-UNTRUSTED': {
    status: 401,
    title: 'Nobody vouches for the JWT',
    solution:
      'Sign it with the private half of the key of an active `jwtAuth` identity provider, put the id of the key into the header as `kid`, and the issuer of the provider into `iss`. Send it as `Authorization: Bearer`.',
  },
  'JWT-LOGIN-REPLAYED': {
    status: 401,
    title: 'The JWT was used before',
    solution: 'Sign a new JWT with another `jti` for each login.',
  },
  'AUTH-SESSION-ENDED': {
    status: 401,
    title: 'The browser session ended',
    solution:
      'Sign in again. A session ends after a time without use, at its longest lifetime, by signing out, and when the user was disabled or got other roles or groups.',
  },
  'CSRF-TOKEN-2': {
    status: 403,
    title: 'The CSRF token is missing or wrong',
    solution:
      'Read `qlik-csrf-token` from the headers of `GET /api/v1/csrf-token` and send it as the header of that name with every request but GET, and as the parameter of that name with a WebSocket. Published clients do so by themselves.',
  },
})
