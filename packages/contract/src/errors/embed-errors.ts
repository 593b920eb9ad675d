import { defineErrors } from './error-entry.js'

/** Errors that the browser runtime shows in panels and reports in `error` and `fatalerror` events. */
export const embedErrors = defineErrors({
  'EMBED-MODULE': {
    status: 404,
    title: 'Unknown runtime module',
    solution: 'Use a release of the embedding client whose modules this tenant serves; see the embedding reference.',
  },
  'EMBED-UI': {
    status: 400,
    title: 'Unknown ui',
    solution:
      'Set the ui attribute to one of: analytics/chart, analytics/sheet, analytics/field, analytics/selections, classic/app, classic/chart.',
  },
  'EMBED-UI-UNAVAILABLE': {
    status: 501,
    title: 'This ui is not available here',
    solution:
      'Take the element off the page. The tenant shows charts, sheets, fields, selections and apps; it has no assistants, snapshots or feeds.',
  },
  'EMBED-ATTRIBUTE': {
    status: 400,
    title: 'An attribute is missing or invalid',
    solution: 'Compare the attributes of the element with the embedding reference; the reason names the attribute.',
  },
  'EMBED-HOST-CONFIG': {
    status: 400,
    title: 'The host configuration is incomplete',
    solution:
      'Give host, client-id and get-access-token, on the element, as data-qlik-embed-* on an ancestor, as <meta> or on the script tag.',
  },
  'EMBED-TOKEN-SOURCE': {
    status: 400,
    title: 'The function that supplies access tokens does not exist',
    solution:
      'Define the function that get-access-token names on window, in a classic script, before the element is added to the page.',
  },
  'EMBED-TOKEN-SUPPLY': {
    status: 502,
    title: 'The page could not supply an access token',
    solution:
      'Look at the request that the get-access-token function makes to your backend: it has to resolve to a token, as a string.',
  },
  'EMBED-TOKEN-SLOW': {
    status: 504,
    title: 'The page did not supply an access token in time',
    solution:
      'Let the get-access-token function settle within 30 seconds, with a token or an error; it is asked again by itself.',
  },
  'EMBED-TOKEN-EXPIRED': {
    status: 401,
    title: 'The page supplied an access token that has expired',
    solution: 'Let the get-access-token function return a new token on every call instead of a stored one.',
  },
  'EMBED-SIGN-IN': {
    status: 401,
    title: 'The sign-in failed',
    solution:
      'Reload the page to sign in again. For whoever builds the page: the reason names the code of the tenant; the client must be of `appType` `spa`, list the redirect-uri exactly, and list the origin of the page.',
  },
  'EMBED-AUTHENTICATION': {
    status: 401,
    title: 'The tenant refused the sign-in',
    solution:
      'Check that the token belongs to this tenant, and that the user and the OAuth client are enabled. A new token is asked for once before this is shown.',
  },
  'EMBED-NO-ACCESS': {
    status: 403,
    title: 'No access to the app',
    solution: 'Ask the app owner to list the user, or one of the user groups, in the SECTION_ACCESS table of the app.',
  },
  'EMBED-APP': {
    status: 404,
    title: 'App not found',
    solution: 'Check the app-id attribute. `understudy app list` shows the apps of the tenant.',
  },
  'EMBED-OBJECT': {
    status: 404,
    title: 'Object not found',
    solution: 'Check the object-id or sheet-id against the objects of the app, and that the user may see the object.',
  },
  'EMBED-FIELD': {
    status: 404,
    title: 'Field not found',
    solution:
      'Check the field name, or the master item, against the data model. Fields that section access omits do not exist for the user.',
  },
  'EMBED-CHART-TYPE': {
    status: 501,
    title: 'Unsupported chart type',
    solution: 'Use one of the types in docs/chart-types.md. The other objects of the page are not affected.',
  },
  'EMBED-EXPRESSION': {
    status: 422,
    title: 'An expression of the chart cannot be calculated',
    solution: 'Correct the dimension or measure that the reason names.',
  },
  'EMBED-INCOMPLETE': {
    status: 422,
    title: 'The chart is not complete',
    solution: 'Give the chart the dimensions and measures that its type needs.',
  },
  'EMBED-LAYOUT': {
    status: 502,
    title: 'The object has no valid layout',
    solution:
      'Compare the properties of the object with a new one of its type; older objects may lack properties that the chart needs.',
  },
  'EMBED-RENDER': {
    status: 500,
    title: 'The chart stopped while drawing',
    solution:
      'Try again. If it stays, compare the properties of the object with a new one of its type, and look at the browser console.',
  },
  'EMBED-CONNECTION': {
    status: 503,
    title: 'The tenant cannot be reached',
    solution:
      'Check that the host attribute is right, that the tenant runs, and that the origin of this page is among the allowed origins of the OAuth client.',
  },
  'EMBED-SESSION': {
    status: 503,
    title: 'The analytics session ended',
    solution: 'Try again to open a new session. The reason says why the tenant ended this one.',
  },
  'EMBED-FRAME': {
    status: 502,
    title: 'The embedded page did not answer',
    solution:
      'Check that the content security policy of this page allows frames from the tenant (frame-src), and that its origin is among the allowed origins of the OAuth client.',
  },
  'EMBED-UNKNOWN': {
    status: 500,
    title: 'Something went wrong',
    solution: 'Look at the browser console for the cause, and report it with the code and the reason shown here.',
  },
})
