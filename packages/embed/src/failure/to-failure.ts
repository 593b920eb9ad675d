import { closeFailure } from './close-codes.js'
import { type EmbedFailure, failureOf, isNotFound } from './embed-failure.js'

/** What may be on an error of `@qlik/api`, enigma.js or ours. */
interface KnownErrorShape {
  readonly failure?: EmbedFailure
  readonly code?: number | string
  readonly message?: string
  readonly original?: { readonly code?: number; readonly reason?: string }
}

const isShape = (thrown: unknown): thrown is KnownErrorShape => typeof thrown === 'object' && thrown !== null

/** Normalises anything thrown into a failure; the one place where unknown throws end. */
export const toFailure = (thrown: unknown): EmbedFailure => {
  if (!isShape(thrown)) return failureOf('EMBED-UNKNOWN', String(thrown))
  if (thrown.failure !== undefined) return thrown.failure
  const message = thrown.message ?? 'no message'
  const closeCode = thrown.original?.code ?? thrown.code
  if (typeof closeCode === 'number' && closeCode >= 1000)
    return closeFailure(closeCode, thrown.original?.reason ?? message)
  if (isNotFound(thrown)) return failureOf('EMBED-OBJECT', message)
  if (thrown.code === -1) return failureOf('EMBED-CONNECTION', message)
  return failureOf('EMBED-UNKNOWN', message)
}
