import { appErrors } from './app-errors.js'
import { authorizeErrors } from './authorize-errors.js'
import { cliErrors } from './cli-errors.js'
import { collectionErrors } from './collection-errors.js'
import { directoryErrors } from './directory-errors.js'
import { embedErrors } from './embed-errors.js'
import { engineErrors } from './engine-errors.js'
import { exportErrors } from './export-errors.js'
import { httpErrors } from './http-errors.js'
import { oauthErrors } from './oauth-errors.js'
import { qixErrors } from './qix-errors.js'
import { restErrors } from './rest-errors.js'
import { sessionErrors } from './session-errors.js'
import { signInErrors } from './sign-in-errors.js'
import { spaceErrors } from './space-errors.js'

/**
 * Every error Understudy answers with, by its stable code. Documentation, REST envelopes, OAuth responses, QIX frames
 * and the browser runtime's panels are all rendered from this one table.
 */
export const errorCatalogue = {
  ...embedErrors,
  ...oauthErrors,
  ...authorizeErrors,
  ...restErrors,
  ...directoryErrors,
  ...spaceErrors,
  ...collectionErrors,
  ...sessionErrors,
  ...signInErrors,
  ...engineErrors,
  ...qixErrors,
  ...exportErrors,
  ...appErrors,
  ...httpErrors,
  ...cliErrors,
} as const

/** The stable code of an error; safe to switch on. */
export type ErrorCode = keyof typeof errorCatalogue
