import { defineErrors } from './error-entry.js'

/** Errors of QIX calls. `qixCode` is the number that published QIX clients know for the situation. */
export const qixErrors = defineErrors({
  'QIX-PARSE': {
    status: 400,
    title: 'The frame is not JSON',
    solution: 'Send one JSON-RPC 2.0 request object per text frame.',
    qixCode: -32700,
  },
  'QIX-REQUEST': {
    status: 400,
    title: 'The frame is not a JSON-RPC request',
    solution:
      'Send {"jsonrpc":"2.0","id":<number>,"handle":<number>,"method":"<name>","params":[...]}; batches are not part of QIX.',
    qixCode: -32600,
  },
  'QIX-METHOD': {
    status: 404,
    title: 'Unknown method',
    solution:
      'Check the method name, and that the handle belongs to an object that has the method. The documentation lists the supported methods.',
    qixCode: -32601,
  },
  'QIX-PARAMS': {
    status: 400,
    title: 'Invalid parameters',
    solution:
      'Compare the parameters with the method in the QIX reference; the message names the parameter that does not fit.',
    qixCode: -32602,
  },
  'QIX-HANDLE': {
    status: 404,
    title: 'Invalid handle',
    solution:
      'Handles are valid on the connection that obtained them, until the object is closed. Get the object again.',
    qixCode: -32602,
  },
  'QIX-INTERNAL': {
    status: 500,
    title: 'The call failed inside the engine',
    solution: 'Look for the trace id of the message in the log of the tenant.',
    qixCode: -32603,
  },
  'QIX-NOT-FOUND': {
    status: 404,
    title: 'Not found',
    solution: 'Check the id or the name. Fields that section access omits do not exist for the user.',
    qixCode: 2,
  },
  'QIX-PATH': {
    status: 400,
    title: 'The path leads to no definition of that kind',
    solution:
      'Pass the JSON pointer of a qHyperCubeDef or qListObjectDef in the properties of the object, e.g. /qHyperCubeDef.',
    qixCode: 4,
  },
  'QIX-IMPOSSIBLE': {
    status: 422,
    title: 'The call cannot be carried out on this object',
    solution:
      'The message says why: a column that cannot be evaluated, a dimension that is not there, a patch that leads nowhere, or data of another mode. Correct the properties of the object or the arguments.',
    qixCode: 8,
  },
  'QIX-READ-ONLY': {
    status: 403,
    title: 'The app is read only',
    solution:
      'Apps are changed in their app folder and reloaded. Create a session object for what only one session needs.',
    qixCode: 5,
  },
  'QIX-ABORTED': {
    status: 409,
    title: 'The request was aborted',
    solution: 'Selections changed while the answer was computed, or the connection was closed. Send the request again.',
    qixCode: 15,
  },
  'QIX-LIMIT': {
    status: 429,
    title: 'A limit of the session is reached',
    solution: 'Destroy session objects that are no longer shown, or raise the limit named in the message.',
    qixCode: 19,
  },
  'QIX-UNSUPPORTED': {
    status: 501,
    title: 'Not supported',
    solution: 'The documentation lists what the engine supports; the message names what was asked for.',
    qixCode: 20,
  },
  'QIX-APP-NOT-FOUND': {
    status: 404,
    title: 'App not found',
    solution: 'Open the app that the WebSocket address names.',
    qixCode: 1003,
  },
  'QIX-VARIABLE-CONSTRAINT': {
    status: 422,
    title: 'The variable may not have this value',
    solution: 'Give it a value that its constraints (qConstraints) allow, or change these with it.',
    qixCode: 18004,
  },
  'QIX-RELOADING': {
    status: 409,
    title: 'The session is being reloaded',
    solution: 'Wait until its reload is done (GetProgress), or end it (CancelReload), then send the request again.',
    qixCode: 11000,
  },
  'QIX-MODAL': {
    status: 409,
    title: 'Another object is in selection mode',
    solution: 'End its selection with EndSelections, or call AbortModal, then send the request again.',
    qixCode: 6003,
  },
  'QIX-PAGES-TOO-LARGE': {
    status: 413,
    title: 'The data pages are too large',
    solution: 'Ask for at most 10,000 cells per call and page through the rest.',
    qixCode: 7009,
  },
  'QIX-ANSWER-TOO-LARGE': {
    status: 413,
    title: 'The answer is too large',
    solution: 'Ask for less at a time: smaller pages, fewer objects or children, shorter texts.',
    qixCode: -32604,
  },
})
