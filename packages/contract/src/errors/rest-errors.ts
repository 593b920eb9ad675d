import { defineErrors } from './error-entry.js'

/** Errors of the REST API. */
export const restErrors = defineErrors({
  'USERS-7': {
    status: 404,
    title: 'User not found',
    solution: 'Check the user id, and that the user belongs to the tenant that the request is addressed to.',
  },
})
