import { UnderstudyError } from '@understudy/contract'
import type { AuditQuery } from '../audit/reading/audit-query.js'
import { eventOfType, eventTypes } from '../audit/reading/event-names.js'
import type { CommandFlag, Invocation } from './command.js'

/** The flags by which commands choose audit records. */
export const auditFlags = {
  user: { type: 'string', value: 'user id', explanation: 'What this user did, or was done in their name.' },
  client: { type: 'string', value: 'client id', explanation: 'What this client did, or users did through it.' },
  event: {
    type: 'string',
    value: 'type',
    explanation: 'Events of this type, such as com.qlik.core.oauth-token.issued.',
  },
  from: { type: 'string', value: 'time', explanation: 'From this time on (ISO 8601; a day begins at midnight UTC).' },
  to: { type: 'string', value: 'time', explanation: 'Up to this time.' },
} as const satisfies Record<string, CommandFlag>

const earliest = '0000-01-01T00:00:00.000Z'
const latest = '9999-12-31T23:59:59.999Z'

/**
 * Which records an invocation asks for.
 *
 * @throws UnderstudyError `CLI-USAGE`
 */
export const auditQueryOf = ({ flags }: Pick<Invocation, 'flags'>): AuditQuery => {
  const textOf = (name: keyof typeof auditFlags): string | undefined => {
    const value = flags[name]
    return typeof value === 'string' ? value : undefined
  }
  const event = textOf('event')
  const named = event === undefined ? undefined : eventOfType(event)
  if (event !== undefined && named === undefined) {
    throw new UnderstudyError('CLI-USAGE', `--event is none of ${eventTypes.join(', ')}.`)
  }
  const from = timeOf('from', textOf('from')) ?? earliest
  const to = timeOf('to', textOf('to')) ?? latest
  if (from > to) throw new UnderstudyError('CLI-USAGE', '--from is later than --to.')
  return {
    from,
    to,
    events: named === undefined ? undefined : [named],
    userId: textOf('user'),
    clientId: textOf('client'),
    ids: undefined,
  }
}

const timeOf = (flag: string, text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time)) {
    throw new UnderstudyError('CLI-USAGE', `--${flag} must be an ISO 8601 time, such as 2026-11-30T09:00:00Z.`)
  }
  return new Date(time).toISOString()
}
