import { type rest, UnderstudyError } from '@understudy/contract'
import type { AuditEvent, AuditEventType } from '../audit-event.js'
import { clientsOf, type PlacedRecord, userOf } from './audit-item.js'
import { eventOfType, eventsOfSource } from './event-names.js'
import { parseRecordId } from './journal-position.js'

/** Days for which `GET /api/v1/audits` reaches back (contract 4.9); older records are in the archive. */
export const liveDays = 90

const dayMs = 86_400_000

/** Which records are wanted. */
export interface AuditQuery {
  /** ISO 8601 in the form of the records, both included. */
  readonly from: string
  readonly to: string
  /** Undefined: all. */
  readonly events: readonly AuditEventType[] | undefined
  readonly userId: string | undefined
  /** The client that acted, or through which a user did. */
  readonly clientId: string | undefined
  readonly ids: readonly { readonly nodeId: string; readonly seq: number }[] | undefined
}

/**
 * Reads the filters of a request. A type or source that no event has, and an id that no record can have, find nothing.
 *
 * @param now milliseconds since 1970
 * @throws UnderstudyError REST-INVALID-PARAMETER
 */
export const parseAuditQuery = (query: rest.AuditListQuery, now: number): AuditQuery => {
  const [from, to] = interval(query.eventTime, now)
  const event = query.eventType === undefined ? undefined : eventOfType(query.eventType)
  const ofType = query.eventType === undefined ? undefined : event === undefined ? [] : [event]
  const ofSource = query.source === undefined ? undefined : eventsOfSource(query.source)
  const events = ofType && ofSource ? ofType.filter((each) => ofSource.includes(each)) : (ofType ?? ofSource)
  const ids = query.id?.split(',').map(parseRecordId)
  const { userId, clientId } = query
  return { from, to, events, userId, clientId, ids: ids?.filter((id) => id !== undefined) }
}

const interval = (text: string | undefined, now: number): [from: string, to: string] => {
  const earliest = now - liveDays * dayMs
  // A record may have been written by a node whose clock is ahead.
  if (text === undefined) return [iso(earliest), iso(now + dayMs)]
  const [start = '', end = '', ...rest] = text.split('/')
  const from = Date.parse(start)
  const to = Date.parse(end)
  if (rest.length > 0 || Number.isNaN(from) || Number.isNaN(to) || from > to) {
    throw new UnderstudyError(
      'REST-INVALID-PARAMETER',
      '"eventTime" must be two ISO 8601 times with a slash between them, the earlier first.',
      { source: { parameter: 'eventTime' } },
    )
  }
  return [iso(Math.max(from, earliest)), iso(to)]
}

const iso = (time: number): string => new Date(time).toISOString()

/** Whether a record is one that a query wants; the store is asked roughly, this decides. The time is not looked at. */
export const isWanted = ({ events, userId, clientId, ids }: AuditQuery, placed: PlacedRecord): boolean => {
  if (ids !== undefined && !ids.some(({ nodeId, seq }) => nodeId === placed.nodeId && seq === placed.seq)) return false
  const event: AuditEvent = JSON.parse(placed.record)
  return (
    (events === undefined || events.includes(event.event)) &&
    (userId === undefined || userOf(event) === userId) &&
    (clientId === undefined || clientsOf(event).includes(clientId))
  )
}
