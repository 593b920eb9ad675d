import type { DataOrigin } from '../rpc/session-data.js'
import type { AnsweredCall } from './answered-call.js'
import type { CloseCode } from './close-code.js'

/** The way back to one client. */
export interface Transport {
  /** Sends one text frame. */
  readonly send: (frame: string) => void
  /** Resolves when the client has read enough of what was sent to be sent more; at once where that is not known. */
  readonly ready?: () => Promise<void> | undefined
  readonly close: (code: CloseCode, reason: string) => void
  /** Told of every call of the client once it is answered. */
  readonly answered?: (call: AnsweredCall) => void
}

/** One client on a session. */
export interface Connection {
  /**
   * Takes one text frame. Never throws: whatever is wrong with it is answered.
   *
   * @param onAnswered called right before the answer to it is sent
   */
  readonly receive: (text: string, onAnswered?: () => void) => void
  /** Answers a text frame that another process took and did not answer: that it has to be sent again. */
  readonly refuse: (text: string, onAnswered?: () => void) => void
  /** Tells that the client is gone. */
  readonly close: () => void
  /** Requests that are not answered yet. */
  readonly pending: () => number
  /** Characters of the requests that are not answered yet. */
  readonly pendingCharacters: () => number
  /** Where the data of the session comes from. */
  readonly origin: () => DataOrigin | null
}
