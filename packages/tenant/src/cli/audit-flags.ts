import { UnderstudyError } from '@understudy/contract'
import type { AuditQuery } from '../audit/reading/audit-query.js'
import { eventOfType, eventTypes } from '../audit/reading/event-names.js'
import type { CommandFlag, Invocation } from './command.js'
import { recordFilterOf, recordFlags, textOfFlag } from './record-flags.js'

/** The flags by which commands choose audit records. */
export const auditFlags = {
  ...recordFlags,
  event: {
    type: 'string',
    value: 'type',
    explanation: 'Events of this type, such as com.qlik.core.oauth-token.issued.',
  },
} as const satisfies Record<string, CommandFlag>

/**
 * Which audit records an invocation asks for.
 *
 * @throws UnderstudyError `CLI-USAGE`
 */
export const auditQueryOf = (invocation: Pick<Invocation, 'flags'>): AuditQuery => {
  const event = textOfFlag(invocation, 'event')
  const named = event === undefined ? undefined : eventOfType(event)
  if (event !== undefined && named === undefined) {
    throw new UnderstudyError('CLI-USAGE', `--event is none of ${eventTypes.join(', ')}.`)
  }
  return { ...recordFilterOf(invocation), events: named === undefined ? undefined : [named], ids: undefined }
}
