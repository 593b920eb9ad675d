import { type ErrorCode, errorCatalogue } from './catalogue.js'
import type { ErrorEntry } from './error-entry.js'

/**
 * An expected failure with a code from the catalogue. `detail` reaches the caller and therefore never holds a secret, a
 * personal datum of someone else or SQL; `cause` stays in the process.
 */
export class UnderstudyError extends Error {
  readonly code: ErrorCode
  readonly detail: string

  constructor(code: ErrorCode, detail: string, options?: { cause?: unknown }) {
    super(`${code}: ${detail}`, options)
    this.name = 'UnderstudyError'
    this.code = code
    this.detail = detail
  }

  get entry(): ErrorEntry {
    return errorCatalogue[this.code]
  }
}
