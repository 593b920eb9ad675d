import { embedErrors } from '@understudy/contract/embed-errors'

/** Code of an error of the browser runtime itself. */
export type EmbedErrorCode = keyof typeof embedErrors

/** A failure as panels show it and as `error` events carry it in `detail`. */
export interface EmbedFailure {
  /** A code of the error catalogue: one of the runtime's own, or the one that the tenant answered. */
  readonly code: string
  readonly title: string
  /** What happened this time, naming the attribute, object or function concerned. */
  readonly reason: string
  readonly solution: string
  /** HTTP status, WebSocket close code or QIX error code, where the failure came from one. */
  readonly status?: number
}

/** An expected failure on its way to a panel. The failure is enumerable: `@qlik/api` copies own entries when it wraps. */
export class EmbedError extends Error {
  readonly failure: EmbedFailure

  constructor(failure: EmbedFailure, options?: { cause?: unknown }) {
    super(`${failure.code}: ${failure.reason}`, options)
    this.name = 'EmbedError'
    this.failure = failure
  }
}

/** A failure with the title and solution of the catalogue. */
export const failureOf = (code: EmbedErrorCode, reason: string, status?: number): EmbedFailure => {
  const { title, solution } = embedErrors[code]
  return { code, title, reason, solution, ...(status !== undefined && { status }) }
}

/** An error with the title and solution of the catalogue. */
export const embedError = (code: EmbedErrorCode, reason: string, options?: { cause?: unknown }): EmbedError =>
  new EmbedError(failureOf(code, reason), options)

/** Code of a QIX error for what does not exist; enigma.js negates it for its own. */
const notFoundCodes: readonly unknown[] = [2, -2]

/** Whether something thrown says that an object, a field or a master item does not exist. */
export const isNotFound = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && notFoundCodes.includes(thrown.code)
