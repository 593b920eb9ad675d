import { deepestJson, isTooDeep, UnderstudyError } from '@understudy/contract'
import { arrayOf, isJsonObject, type Json, type JsonObject } from '../json.js'

/** A QIX request: JSON-RPC 2.0 with the handle of the object that it is addressed to. */
export interface Request {
  readonly id: number | string
  readonly handle: number
  readonly method: string
  /** Positional, or by name. */
  readonly params: readonly Json[] | JsonObject
}

/** What a frame turned out to be. A notification (no id) asks for no answer. */
export type Frame =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'invalid'; readonly id: number | string | null; readonly error: UnderstudyError }

const invalid = (id: number | string | null, error: UnderstudyError): Frame => ({ kind: 'invalid', id, error })

const idOf = (value: Json | undefined): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null

/** Parses one text frame. Never throws: what is no request becomes the error that answers it. */
export const parseFrame = (text: string): Frame => {
  let frame: Json
  try {
    frame = JSON.parse(text) as Json
  } catch {
    return invalid(null, new UnderstudyError('QIX-PARSE', 'the frame could not be parsed'))
  }
  if (!isJsonObject(frame)) return invalid(null, new UnderstudyError('QIX-REQUEST', 'a request is one JSON object'))
  const id = idOf(frame.id)
  if (id === null) return invalid(null, new UnderstudyError('QIX-REQUEST', 'id must be a number or a text'))
  if (isTooDeep(text))
    return invalid(id, new UnderstudyError('QIX-PARAMS', `the frame is nested more than ${deepestJson} levels deep`))
  const { handle, method, params } = frame
  if (typeof handle !== 'number') return invalid(id, new UnderstudyError('QIX-REQUEST', 'handle must be a number'))
  if (typeof method !== 'string') return invalid(id, new UnderstudyError('QIX-REQUEST', 'method must be a text'))
  if (params !== undefined && params !== null && typeof params !== 'object')
    return invalid(id, new UnderstudyError('QIX-REQUEST', 'params must be an array or an object'))
  return { kind: 'request', request: { id, handle, method, params: isJsonObject(params) ? params : arrayOf(params) } }
}

/** Handles whose layout changed, and handles that are no more. */
export interface HandleNotice {
  readonly change: readonly number[]
  readonly close: readonly number[]
}

const noticeMembers = ({ change, close }: HandleNotice): JsonObject => ({
  ...(change.length > 0 ? { change } : {}),
  ...(close.length > 0 ? { close } : {}),
})

/**
 * The answer to a request. Answers are always plain: clients ask for deltas but read both.
 *
 * @param result the JSON of what is answered
 */
export const resultFrame = (id: number | string, result: string, notice: HandleNotice): string => {
  const members = JSON.stringify(noticeMembers(notice)).slice(1)
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}${members === '}' ? '' : ','}${members}`
}

const internalError = -32603

/** The error that answers a request. Only what the catalogue and the detail say leaves the process. */
export const errorFrame = (id: number | string | null, error: UnderstudyError): string => {
  const { qixCode, title } = error.entry
  const message = `${title}: ${error.detail}`
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    error: { code: qixCode ?? internalError, parameter: error.code, message },
  })
}

/** What other connections of the session are told when one of them changes something. `null` where it is nothing. */
export const noticeFrame = (notice: HandleNotice): string | null =>
  notice.change.length + notice.close.length === 0 ? null : JSON.stringify({ jsonrpc: '2.0', ...noticeMembers(notice) })

/** The first frame of every connection: whether the session is new or was there before. */
export const connectedFrame = (attached: boolean): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    method: 'OnConnected',
    params: { qSessionState: attached ? 'SESSION_ATTACHED' : 'SESSION_CREATED' },
  })
