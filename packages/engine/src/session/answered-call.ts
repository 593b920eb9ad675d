import type { UnderstudyError } from '@understudy/contract'

/** How a call of a client ended. */
export interface AnsweredCall {
  /** One of QIX; `unknown` where there is none of that name, so that no client makes up any. */
  readonly method: string
  /** Refused: the client has to change something. Failed: the engine has. */
  readonly outcome: 'ok' | 'refused' | 'failed'
  /** Milliseconds. */
  readonly ms: number
}

/** Codes of calls whose method was not looked up, or not found. */
const unknownMethod: ReadonlySet<string> = new Set(['QIX-HANDLE', 'QIX-METHOD'])

/** How a call ended that is answered with an error. */
export const refusedCall = (method: string, { code }: UnderstudyError, ms: number): AnsweredCall => ({
  method: unknownMethod.has(code) ? 'unknown' : method,
  outcome: code === 'QIX-INTERNAL' ? 'failed' : 'refused',
  ms,
})
