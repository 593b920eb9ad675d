import { defineErrors } from './error-entry.js'

/** Errors of exports of data, and of the addresses that their files are fetched from. */
export const exportErrors = defineErrors({
  'EXPORT-NO-DATA': {
    status: 422,
    title: 'There is nothing to export',
    solution: 'Clear or change selections, or export everything with the state `A`.',
    qixCode: 13001,
  },
  'EXPORT-TOO-LARGE': {
    status: 413,
    title: 'The export is too large',
    solution:
      'The message names the bound. Select less and export with the state `P`, export fewer columns, take CSV or Parquet instead of XLSX, or ask the operator to raise `--export-size`.',
    qixCode: 13000,
  },
  'EXPORT-BUSY': {
    status: 429,
    title: 'Too many exports at once',
    solution: 'Wait until another export is done, and fetch files that are ready, then export again.',
    qixCode: 19,
  },
  'EXPORT-NOT-ALLOWED': {
    status: 403,
    title: 'The access does not allow exports',
    solution:
      'Let the client ask for a token with the scope `apps:export` (or `apps`, or `user_default`) for people who may export.',
    qixCode: 5,
  },
  'EXPORT-FAILED': {
    status: 500,
    title: 'The export failed',
    solution:
      'Export again; if it fails again, the log of the tenant names the cause (a full disk, a folder that cannot be written).',
    qixCode: 1014,
  },
  'EXPORT-GONE': {
    status: 410,
    title: 'The file is not there any more',
    solution:
      'Export again. An address is good for one download within ten minutes, and only as long as the person has the access, the app and the data that it was made with.',
  },
  'EXPORT-ELSEWHERE': {
    status: 421,
    title: 'The file is on another node',
    solution:
      'Let the load balancer send requests of a client to the node that its WebSocket is on (docs/operating.md), then export again.',
  },
})
