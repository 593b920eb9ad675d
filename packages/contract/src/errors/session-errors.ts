import { defineErrors } from './error-entry.js'

/** Errors of sign-ins, of the browser sessions that they begin, and of the pages that may use those. */
export const sessionErrors = defineErrors({
  'LOGIN-USER-INACTIVE': {
    status: 403,
    title: 'The user may not sign in',
    solution: 'Ask an administrator of the tenant to set the status of the user to `active`.',
  },
})
