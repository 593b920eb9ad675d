import type { Store } from '../../store/schema.js'
import { type AuditRecord, auditItem, type PlacedRecord } from './audit-item.js'
import { type AuditQuery, isWanted } from './audit-query.js'
import { partyName, unenteredChains } from './enter-parties.js'
import { compareJournalPositions, type JournalPosition, recordTime } from './journal-position.js'
import type { JournalReading, ReadingRange } from './journal-reading.js'

/** Records of one statement. */
const batchSize = 1_000

/** Records looked at for one answer; a filter that fits few of them gives a short page, from which one may go on. */
const mostLookedAt = 20_000

/** Records that were written and not entered yet, which are looked through; where there are more, the whole journal is. */
const mostUnentered = 5_000

/**
 * Reads the records in which a user or a client took part, by what has been entered of them, together with those that were
 * written a moment ago.
 *
 * @returns undefined where so much is not entered yet that the journal itself has to be read
 */
export const readByParty = async (
  store: Store,
  tenantId: string,
  query: AuditQuery,
  range: ReadingRange,
): Promise<JournalReading | undefined> => {
  const { userId, clientId } = query
  const party = userId !== undefined ? partyName.user(userId) : clientId !== undefined && partyName.client(clientId)
  if (party === false) return undefined
  // First, so that what is entered meanwhile is read twice and not missed.
  const newest = await unentered(store, tenantId, query, range)
  if (newest === undefined) return undefined
  const { descending, limit } = range
  const ordered = (one: JournalPosition, other: JournalPosition) =>
    compareJournalPositions(one, other) * (descending ? -1 : 1)
  const records: AuditRecord[] = []
  let { after } = range
  for (let looked = 0; looked < mostLookedAt; looked += batchSize) {
    const { batch, last } = await entered(store, tenantId, party, query, { ...range, after })
    const before = after
    const among = newest.filter(
      (placed) =>
        (before === undefined || ordered(placed, before) > 0) && (last === undefined || ordered(placed, last) <= 0),
    )
    const once = new Map([...batch, ...among].map((placed) => [`${placed.nodeId}.${placed.seq}`, placed]))
    for (const placed of [...once.values()].sort(ordered)) {
      if (!isWanted(query, placed)) continue
      records.push(auditItem(tenantId, placed))
      if (records.length === limit) return { records, reached: placed }
    }
    if (last === undefined) return { records, reached: undefined }
    after = last
  }
  return { records, reached: after }
}

const entered = async (
  store: Store,
  tenantId: string,
  party: string,
  { from, to }: AuditQuery,
  { after, descending }: ReadingRange,
): Promise<{ readonly batch: readonly PlacedRecord[]; readonly last: JournalPosition | undefined }> => {
  const order = descending ? 'desc' : 'asc'
  const further = descending ? '<' : '>'
  let places = store
    .selectFrom('audit_parties')
    .select(['tenant_id', 'node_id', 'seq', 'time'])
    .where('tenant_id', '=', tenantId)
    .where('party', '=', party)
    .where('time', '>=', from)
    .where('time', '<=', to)
    .orderBy('time', order)
    .orderBy('node_id', order)
    .orderBy('seq', order)
    .limit(batchSize)
  if (after !== undefined) {
    const { time, nodeId, seq } = after
    places = places
      .where('time', descending ? '<=' : '>=', time)
      .where((eb) => eb(eb.refTuple('time', 'node_id', 'seq'), further, eb.tuple(time, nodeId, seq)))
  }
  const rows = await store
    .selectFrom(places.as('p'))
    .leftJoin('audit_journal as j', (join) =>
      join.onRef('j.tenant_id', '=', 'p.tenant_id').onRef('j.node_id', '=', 'p.node_id').onRef('j.seq', '=', 'p.seq'),
    )
    .select(['p.node_id', 'p.seq', 'p.time', 'j.record'])
    .orderBy('p.time', order)
    .orderBy('p.node_id', order)
    .orderBy('p.seq', order)
    .execute()
  const batch = rows.flatMap(({ node_id, seq, time, record }) =>
    // One that the journal lacks is for the verification of its chains to find.
    record === null ? [] : [{ nodeId: node_id, seq, time, record }],
  )
  const end = rows.length < batchSize ? undefined : rows.at(-1)
  return { batch, last: end && { time: end.time, nodeId: end.node_id, seq: end.seq } }
}

/** What the chains have beyond what is entered, as far as it is in the range; undefined where it is too much. */
const unentered = async (
  store: Store,
  tenantId: string,
  { from, to }: AuditQuery,
  { after, descending }: ReadingRange,
): Promise<readonly PlacedRecord[] | undefined> => {
  const found: PlacedRecord[] = []
  for (const chain of await unenteredChains(store)) {
    if (chain.tenantId !== tenantId) continue
    const rows = await store
      .selectFrom('audit_journal')
      .select(['node_id', 'seq', 'record', recordTime.as('time')])
      .where('tenant_id', '=', tenantId)
      .where('node_id', '=', chain.nodeId)
      .where('seq', '>', chain.entered)
      .orderBy('seq')
      .limit(mostUnentered + 1)
      .execute()
    if (rows.length > mostUnentered) return undefined
    for (const { node_id, seq, record, time } of rows) found.push({ nodeId: node_id, seq, record, time })
  }
  return found.filter(
    (placed) =>
      placed.time >= from &&
      placed.time <= to &&
      (after === undefined || compareJournalPositions(placed, after) * (descending ? -1 : 1) > 0),
  )
}
