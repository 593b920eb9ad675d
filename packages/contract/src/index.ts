export { type ErrorCode, errorCatalogue } from './errors/catalogue.js'
export type { ErrorEntry } from './errors/error-entry.js'
export { UnderstudyError } from './errors/understudy-error.js'
