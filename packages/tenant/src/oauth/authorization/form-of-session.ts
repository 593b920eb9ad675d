import { timingSafeEqual } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import type { BrowserSession } from '../../sessions/browser-session.js'
import { hashOpaqueToken } from '../opaque-token.js'

/**
 * Refuses a form that was not shown in the session in which it is sent: only pages of the tenant know its token.
 *
 * @throws UnderstudyError `OAUTH-CONSENT-FORM`
 */
export function assertFormOfSession(
  session: BrowserSession | undefined,
  csrfToken: unknown,
): asserts session is BrowserSession {
  if (session !== undefined && typeof csrfToken === 'string' && same(csrfToken, session.csrfToken)) return
  throw new UnderstudyError('OAUTH-CONSENT-FORM', 'The form was made for another session, or the session ended.')
}

const same = (presented: string, expected: string): boolean =>
  timingSafeEqual(Buffer.from(hashOpaqueToken(presented)), Buffer.from(hashOpaqueToken(expected)))
