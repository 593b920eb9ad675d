import { UnderstudyError } from '@understudy/contract'
import { type CloseCode, closeCodes } from '@understudy/engine'

/** How a socket is closed. Clients show the reason to people. */
export interface Closing {
  readonly code: CloseCode
  readonly reason: string
}

/** A close reason holds at most 123 bytes (RFC 6455 section 5.5). */
const maxReasonBytes = 123

const fitting = (reason: string): string => {
  let text = reason
  while (Buffer.byteLength(text) > maxReasonBytes) text = text.slice(0, -1)
  return text
}

/** How a socket is closed; a reason that is too long for a close frame is cut. */
export const closing = (code: CloseCode, reason: string): Closing => ({ code, reason: fitting(reason) })

const codeOf = ({ code, entry }: UnderstudyError): CloseCode => {
  const noPermission = ['ENGINE-NO-ACCESS', 'APP-NO-ACCESS', 'AUTH-INSUFFICIENT-SCOPE', 'AUTH-VISITOR', 'QIX-READ-ONLY']
  if (noPermission.includes(code)) return closeCodes.noPermission
  if (code === 'QIX-LIMIT') return closeCodes.sessionLimit
  if (code === 'STORE-UNAVAILABLE') return closeCodes.busy
  if (code === 'ENGINE-RESTARTED') return closeCodes.terminating
  if (code === 'APP-UNKNOWN') return closeCodes.notFound
  if (code === 'ENGINE-NOT-RELOADED') return closeCodes.noEngine
  if (code === 'OAUTH-29' || entry.status === 401 || entry.status === 403) return closeCodes.authenticationFailed
  return closeCodes.noEngine
}

/** The closing that tells a client why it could not be let in; `undefined` for failures that are nobody's mistake. */
export const closingFor = (error: unknown): Closing | undefined =>
  error instanceof UnderstudyError
    ? closing(codeOf(error), `${error.code}: ${error.entry.title}. ${error.detail}`)
    : undefined
