import { UnderstudyError } from '@understudy/contract'
import type { CommandFlag, Invocation } from './command.js'

/** The flags by which commands choose records of what was done. */
export const recordFlags = {
  user: { type: 'string', value: 'user id', explanation: 'What this user did, or was done in their name.' },
  client: { type: 'string', value: 'client id', explanation: 'What this client did, or users did through it.' },
  from: { type: 'string', value: 'time', explanation: 'From this time on (ISO 8601; a day begins at midnight UTC).' },
  to: { type: 'string', value: 'time', explanation: 'Up to this time.' },
} as const satisfies Record<string, CommandFlag>

/** Which records are asked for. */
export interface RecordFilter {
  /** ISO 8601, both included. */
  readonly from: string
  readonly to: string
  /** Undefined: of all. */
  readonly userId: string | undefined
  readonly clientId: string | undefined
}

const earliest = '0000-01-01T00:00:00.000Z'
const latest = '9999-12-31T23:59:59.999Z'

/** The text of a flag that was given once. */
export const textOfFlag = ({ flags }: Pick<Invocation, 'flags'>, name: string): string | undefined => {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/**
 * Which records an invocation asks for.
 *
 * @throws UnderstudyError `CLI-USAGE`
 */
export const recordFilterOf = (invocation: Pick<Invocation, 'flags'>): RecordFilter => {
  const from = timeOf('from', textOfFlag(invocation, 'from')) ?? earliest
  const to = timeOf('to', textOfFlag(invocation, 'to')) ?? latest
  if (from > to) throw new UnderstudyError('CLI-USAGE', '--from is later than --to.')
  return { from, to, userId: textOfFlag(invocation, 'user'), clientId: textOfFlag(invocation, 'client') }
}

const timeOf = (flag: string, text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time)) {
    throw new UnderstudyError('CLI-USAGE', `--${flag} must be an ISO 8601 time, such as 2026-11-30T09:00:00Z.`)
  }
  return new Date(time).toISOString()
}
