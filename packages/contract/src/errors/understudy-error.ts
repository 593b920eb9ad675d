import { type ErrorCode, errorCatalogue } from './catalogue.js'
import type { ErrorEntry } from './error-entry.js'

/** The part of a request that caused an error, as the error envelope names it (contract 4.0). */
export type ErrorSource =
  /** A JSON Pointer (RFC 6901) into the request body. */
  | { readonly pointer: string }
  /** The name of a query, path or header parameter. */
  | { readonly parameter: string }

/** What an {@link UnderstudyError} may carry beside its code and detail. */
export interface UnderstudyErrorOptions {
  /** The underlying failure; stays in the process. */
  readonly cause?: unknown
  /** Reaches the caller in the envelope's `source`. */
  readonly source?: ErrorSource
  /** Reaches the caller in the envelope's `meta`. */
  readonly meta?: Readonly<Record<string, string | number | boolean>>
}

/**
 * An expected failure with a code from the catalogue. `detail`, `source` and `meta` reach the caller and therefore never
 * hold a secret, a personal datum of someone else or SQL; `cause` stays in the process.
 */
export class UnderstudyError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  readonly source: ErrorSource | undefined
  readonly meta: UnderstudyErrorOptions['meta']

  constructor(code: ErrorCode, detail: string, options: UnderstudyErrorOptions = {}) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'UnderstudyError'
    this.code = code
    this.detail = detail
    this.source = options.source
    this.meta = options.meta
  }

  get entry(): ErrorEntry {
    return errorCatalogue[this.code]
  }
}
