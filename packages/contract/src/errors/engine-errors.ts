import { defineErrors } from './error-entry.js'

/** Errors of the engine: reloads, opening an app, expressions, QIX calls. */
export const engineErrors = defineErrors({
  'ENGINE-NO-ACCESS': {
    status: 403,
    title: 'No access to the app',
    solution: 'Ask the app owner to list the user, or one of the user groups, in the SECTION_ACCESS table of the app.',
    qixCode: 5,
  },
  'ENGINE-NOT-RELOADED': {
    status: 409,
    title: 'The app has no data yet',
    solution: 'Reload the app once, e.g. with `understudy app reload`, and open it again.',
    qixCode: 1007,
  },
  'ENGINE-SNAPSHOT-DAMAGED': {
    status: 500,
    title: 'The data of the app cannot be read',
    solution: 'Reload the app to write a new snapshot. Check the disk if it happens again.',
  },
  'ENGINE-RELOAD-FOLDER': {
    status: 422,
    title: 'The app folder cannot be reloaded',
    solution:
      'Put a readable data.sql into the app folder, keep data/ free of links that lead out of it, and declare sources as existing files.',
    qixCode: 8,
  },
  'ENGINE-RELOAD-SOURCE': {
    status: 422,
    title: 'A declared source cannot be read',
    solution:
      'The message names the source and what is wrong with its file or query. Sheets name each column in their first row; queries give each column a name of its own.',
    qixCode: 11002,
  },
  'ENGINE-RELOAD-STATEMENT': {
    status: 422,
    title: 'A statement of data.sql is not allowed',
    solution:
      'Use only statements that create, fill, change or drop tables, views, macros and variables. Read files with read_csv, read_parquet or read_json.',
    qixCode: 11002,
  },
  'ENGINE-RELOAD-SCRIPT': {
    status: 422,
    title: 'A statement of data.sql failed',
    solution:
      'Correct the statement. Only files below data/ (as `data/...`) and declared sources (as `getvariable(...)`) are readable.',
    qixCode: 11002,
  },
  'ENGINE-RELOAD-LOAD-SCRIPT': {
    status: 422,
    title: 'A Qlik load script is not run here',
    solution:
      'Write the script as DuckDB SQL that creates the tables of the app: see "From a load script to SQL" in the page about apps.',
    qixCode: 11002,
  },
  'ENGINE-RELOAD-BUSY': {
    status: 503,
    title: 'Too many sessions are being reloaded',
    solution: 'Reload again later.',
    qixCode: 11000,
  },
  'ENGINE-RELOAD-SIZE': {
    status: 413,
    title: 'The script makes too much data',
    solution:
      'Load less: aggregate or filter in the script. What many sessions need belongs into an app of its own; apps that users make are bounded by `--user-quota`.',
    qixCode: 1015,
  },
  'ENGINE-RELOAD-MODEL': {
    status: 422,
    title: 'The tables do not form a data model',
    solution: 'Create at least one table whose columns hold numbers, text, dates, times or booleans.',
    qixCode: 8,
  },
  'ENGINE-RELOAD-CYCLE': {
    status: 422,
    title: 'The associations of the tables form a cycle',
    solution:
      'Make the change that the message names: rename a field that should not associate tables, give all of them the same composite key, or join two tables into one, so that one path leads from any table to any other.',
    qixCode: 8,
  },
  'ENGINE-RELOAD-SECTION-ACCESS': {
    status: 422,
    title: 'The SECTION_ACCESS table is not valid',
    solution:
      'Create it as the base table SECTION_ACCESS. Use upper-case columns: ACCESS, at least one of USERID, USER.EMAIL and GROUP, optionally OMIT, and reduction columns named as fields of the model.',
    qixCode: 8,
  },
  'ENGINE-RELOAD-STOPPED': {
    status: 503,
    title: 'The reload was stopped',
    solution: 'Reload again. Raise the time limit of reloads if the data needs longer.',
    qixCode: 15,
  },
  'ENGINE-EXPRESSION': {
    status: 422,
    title: 'The expression is not valid',
    solution: 'Correct the expression at the position given.',
  },
  'ENGINE-RESTARTED': {
    status: 503,
    title: 'The engine was restarted',
    solution: 'Send the request again.',
    qixCode: 15,
  },
  'ENGINE-BUSY': {
    status: 503,
    title: 'Too many calculations are waiting',
    solution: 'Ask again later, and for less at a time: fewer objects, or objects with fewer hypercubes.',
    qixCode: 19,
  },
  'ENGINE-QUERY-TIMEOUT': {
    status: 504,
    title: 'The calculation took too long',
    solution: 'Select less data, use fewer dimensions, or raise the time limit of queries.',
  },
  'ENGINE-QUERY-CANCELLED': {
    status: 499,
    title: 'The calculation was cancelled',
    solution: 'Nothing to do: a newer selection or a closed session made the result useless.',
    qixCode: 15,
  },
  'ENGINE-RESULT-SIZE': {
    status: 422,
    title: 'The result has too much text',
    solution: 'Use fewer dimensions or select less data, or make shorter texts: Concat and Repeat make long ones.',
  },
  'ENGINE-QUERY-FAILED': {
    status: 500,
    title: 'The calculation failed',
    solution: 'Try with fewer dimensions or less data; the log of the server holds the cause.',
  },
})
