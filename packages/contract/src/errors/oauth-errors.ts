import { defineErrors } from './error-entry.js'

/** Errors of the `/oauth/*` endpoints and of token checks. */
export const oauthErrors = defineErrors({
  'OAUTH-14': {
    status: 401,
    title: 'Invalid client credentials',
    oauthError: 'invalid_client',
    solution: 'Check the client id and the client secret. Create a new secret if the old one was lost.',
  },
})
