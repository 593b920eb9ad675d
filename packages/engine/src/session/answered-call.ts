import type { UnderstudyError } from '@understudy/contract'

/** How a call of a client ended. */
export interface AnsweredCall {
  /** One of QIX; `unknown` where there is none of that name, so that no client makes up any. */
  readonly method: string
  /** Refused: the client has to change something. Failed: the engine has. */
  readonly outcome: 'ok' | 'refused' | 'failed'
  /** Milliseconds. */
  readonly ms: number
  /** Id of the object that was asked; `null` of a call to something else. */
  readonly object: string | null
  /** Whether it changes nothing, and so may have read data. */
  readonly reads: boolean
  /** Rows of data on the pages of the answer; `null` of one that has none. */
  readonly rows: number | null
  /** Which data it was. */
  readonly snapshot: string
  /** Names what the person may see of this data: two who may see the same of it have the same. */
  readonly reduction: string
}

/** Who asked what of an object, and what they may see. */
export type AskedCall = Pick<AnsweredCall, 'method' | 'ms' | 'object' | 'snapshot' | 'reduction'>

/** Codes of calls whose method was not looked up, or not found. */
const unknownMethod: ReadonlySet<string> = new Set(['QIX-HANDLE', 'QIX-METHOD'])

/** How a call ended that is answered with an error. */
export const refusedCall = (asked: AskedCall, { code }: UnderstudyError): AnsweredCall => ({
  ...asked,
  method: unknownMethod.has(code) ? 'unknown' : asked.method,
  outcome: code === 'QIX-INTERNAL' ? 'failed' : 'refused',
  reads: false,
  rows: null,
})
