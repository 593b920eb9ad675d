import { defineErrors } from './error-entry.js'

/** Errors of the engine: reloads, opening an app, expressions, QIX calls. */
export const engineErrors = defineErrors({
  'ENGINE-NO-ACCESS': {
    status: 403,
    title: 'No access to the app',
    solution: 'Ask the app owner to list the user, or one of the user groups, in the SECTION_ACCESS table of the app.',
  },
})
