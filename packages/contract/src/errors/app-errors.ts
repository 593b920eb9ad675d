import { defineErrors } from './error-entry.js'

/** Errors of app folders and of the registry of apps. */
export const appErrors = defineErrors({
  'APP-FOLDER': {
    status: 400,
    title: 'Invalid app folder',
    solution:
      'An app folder holds app.json, app-properties.json, dimensions.json, measures.json, variables.json, objects/*.json and data.sql. The message names the file and what is wrong with it.',
  },
  'APP-UNKNOWN': {
    status: 404,
    title: 'App not found',
    solution:
      'Check the app id. `understudy app list` shows the apps of the tenant; `understudy app add <folder>` adds one.',
  },
  'APP-NO-ACCESS': {
    status: 403,
    title: 'No role in the space of the app',
    solution:
      'Assign the user, or one of their groups, a role in the space of the app: `POST /api/v1/spaces/{id}/assignments`. An app without a space is its owner’s alone.',
  },
  'APP-SOURCE': {
    status: 400,
    title: 'A declared source cannot be found',
    solution:
      'Sources of app.json are `data/<file>` inside the app folder, or `npm:<package>/<file>` of a package installed beside the app folder.',
  },
})
