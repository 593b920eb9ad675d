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
})
