import { defineErrors } from './error-entry.js'

/** Errors of app folders and of the registry of apps. */
export const appErrors = defineErrors({
  'APP-FOLDER': {
    status: 400,
    title: 'Invalid app folder',
    solution:
      'An app folder holds app.json, app-properties.json, dimensions.json, measures.json, variables.json, bookmarks.json, objects/*.json and data.sql. The message names the file and what is wrong with it.',
    qixCode: 8,
  },
  'APP-UNKNOWN': {
    status: 404,
    title: 'App not found',
    solution:
      'Check the app id. `understudy app list` shows the apps of the tenant; `understudy app add <folder>` adds one.',
    qixCode: 1003,
  },
  'APP-NO-ACCESS': {
    status: 403,
    title: 'No role in the space of the app',
    solution:
      'Assign the user, or one of their groups, a role in the space of the app: `POST /api/v1/spaces/{id}/assignments`. An app without a space is its owner’s alone.',
    qixCode: 5,
  },
  'APP-SOURCE': {
    status: 400,
    title: 'A declared source cannot be found',
    solution:
      'Sources of app.json are `data/<file>` inside the app folder, `space:<file>` of the data files of the app’s space, or, in folders of the operator only, `npm:<package>/<file>` of a package installed beside the app folder and queries over connections of the tenant.',
    qixCode: 8,
  },
  'APP-FORBIDDEN': {
    status: 403,
    title: 'The user may not do this with the app',
    solution:
      'Changing, reloading, copying, exporting, publishing and deleting an app takes a role in its space, owning it, or the scope `admin.apps`; the page on apps has the table.',
  },
  'APP-REDUCED': {
    status: 403,
    title: 'The user does not see all of the app’s data',
    solution:
      'Copies, exports and scripts hold all data. They are for those whom section access neither reduces nor denies a field, and for administrators of apps.',
  },
  'APP-CREATE-FORBIDDEN': {
    status: 403,
    title: 'The user may not make apps there',
    solution:
      'In a space, have the role `producer` or `facilitator` of it, or own it. In the personal space, have the role `PrivateAnalyticsContentCreator` or a custom role with the scope `apps`. The scope `admin.apps` makes apps everywhere. Managed spaces take published apps only.',
  },
  'APP-LIMIT': {
    status: 403,
    title: 'The user has too many apps',
    solution: 'Delete apps that are needed no more.',
  },
  'APP-IN-FOLDER': {
    status: 409,
    title: 'The app is a folder of the operator',
    solution:
      'Change the files of the folder, and run `understudy app reload <app id>`. A copy of the app can be changed by the API.',
  },
  'APP-CHANGED': {
    status: 409,
    title: 'The app was changed meanwhile',
    solution: 'Send the request again.',
  },
  'APP-OWNER': {
    status: 400,
    title: 'Unknown owner',
    solution: 'Name the id of an active user of the tenant.',
  },
  'APP-ARCHIVE': {
    status: 400,
    title: 'The archive cannot be taken',
    solution:
      'Send a ZIP archive of an app folder, as the export of an app is: app.json and the files beside it at the top, without links and encryption.',
  },
  'APP-ARCHIVE-QVF': {
    status: 400,
    title: 'Files of the format .qvf cannot be imported',
    solution:
      'Unbuild the app with `qlik app unbuild`, write its data.sql and app.json as docs/apps.md says, and send the folder as a ZIP archive.',
  },
  'APP-PUBLISH': {
    status: 400,
    title: 'The app cannot be published like this',
    solution: 'Publish into a space of type `managed`, and again into an app that was published from the same one.',
  },
  'APP-SCRIPT': {
    status: 400,
    title: 'There is no such version of the script',
    solution: 'Only the current version is kept: its id is `current`. Scripts are DuckDB SQL, see docs/apps.md.',
  },
  'APP-MEDIA': {
    status: 400,
    title: 'The media file cannot be taken',
    solution:
      'Use a path of at most 8 names of letters, digits, spaces, `.`, `-` and `_` that ends in .png, .jpg, .jpeg, .gif or .webp, and at most 500 files of 20 MiB each.',
  },
  'APP-MEDIA-TAKEN': {
    status: 409,
    title: 'There is a media file of that path',
    solution: 'Delete it first, or take another path.',
  },
  'APP-MEDIA-NOT-FOUND': {
    status: 404,
    title: 'Media file not found',
    solution: 'Take a path that `GET /api/v1/apps/{id}/media/list/?show=recursive` lists.',
  },
  'RELOADS-NOT-FOUND': {
    status: 404,
    title: 'Reload not found',
    solution: 'Take an id that `GET /api/v1/reloads?appId=...` lists.',
  },
  'RELOADS-ENDED': {
    status: 409,
    title: 'The reload has ended',
    solution: 'Only reloads that are queued or running can be cancelled.',
  },
  'RELOADS-LIMIT': {
    status: 429,
    title: 'Too many reloads are waiting',
    solution: 'Wait until some have ended.',
  },
  'RELOADS-INTERRUPTED': {
    status: 503,
    title: 'The reload was interrupted',
    solution: 'The node that ran it was ended. Reload again.',
  },
  'TEMP-CONTENTS-NOT-FOUND': {
    status: 404,
    title: 'Temporary content not found',
    solution: 'Use the id of the Location that the upload or the export was answered with, as the same user.',
  },
  'TEMP-CONTENTS-EXPIRED': {
    status: 410,
    title: 'The temporary content has expired',
    solution: 'Upload or export again. `ttl` tells for how many seconds an upload is kept.',
  },
  'FILES-TOO-LARGE': {
    status: 413,
    title: 'The file is too large',
    solution: 'Send a smaller file, or delete others. The options `--upload-size` and `--user-quota` set the limits.',
  },
  'DF-001': {
    status: 400,
    title: 'Invalid page cursor',
    solution: 'Follow `links.next.href` as it is.',
  },
  'DF-006': { status: 400, title: 'Owner not found', solution: 'Name the id of an active user of the tenant.' },
  'DF-010': {
    status: 400,
    title: 'Files of this type are not taken',
    solution: 'Use one of the extensions that `GET /api/v1/data-files/quotas` lists.',
  },
  'DF-012': {
    status: 400,
    title: 'Temporary content not found',
    solution: 'Upload the file again; temporary contents are for those who sent them, and expire.',
  },
  'DF-013': {
    status: 403,
    title: 'The user may not do this in the space',
    solution:
      'Writing data files takes the role `producer` or `facilitator` of the space, or owning it; reading takes `dataconsumer` or one of those. The scope `admin.apps` covers both.',
  },
  'DF-014': {
    status: 404,
    title: 'Connection not found',
    solution: 'Use an id that `GET /api/v1/data-files/connections` lists.',
  },
  'DF-015': {
    status: 400,
    title: 'The name of the file is not acceptable',
    solution:
      'Use names of at most 255 characters without control characters, `/`, `\\` and `:`. There are no folders.',
  },
  'DF-016': {
    status: 413,
    title: 'The quota of the user is used up',
    solution: 'Delete files that are needed no more. `GET /api/v1/data-files/quotas` tells the quota.',
  },
  'DATA-FILES-NOT-FOUND': {
    status: 404,
    title: 'Data file not found',
    solution: 'Use an id that `GET /api/v1/data-files` lists.',
  },
  'DATA-FILES-TAKEN': {
    status: 409,
    title: 'The space has a file of that name',
    solution: 'Replace the file with `PUT /api/v1/data-files/{id}`, or choose another name.',
  },
})
