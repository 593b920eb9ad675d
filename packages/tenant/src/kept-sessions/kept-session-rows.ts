import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { isForeignKeyViolation } from '../store/foreign-key-violation.js'
import type { KeptSessionRow } from '../store/rows/kept-session-rows.js'
import type { Store } from '../store/schema.js'

/** Whose session it is: nobody else is given what is kept of it. */
export interface KeptSessionOwner {
  readonly tenantId: string
  readonly userId: string
  /** The client through which the person acts; `undefined` for none. */
  readonly clientId: string | undefined
  readonly appId: string
  readonly identity: string
}

/** A row, as far as its owner tells it. */
export interface RowKey {
  readonly tenantId: string
  readonly keyHash: string
}

export const rowKey = ({ tenantId, userId, clientId, appId, identity }: KeptSessionOwner): RowKey => ({
  tenantId,
  keyHash: hash('sha256', JSON.stringify([userId, clientId ?? null, appId, identity]), 'base64url'),
})

/** What is stored of a session of which nothing was written: that somebody keeps it. */
const nothing = new Uint8Array(0)

/** The writer of a row that was given up: whoever comes first writes it. */
const nobody = ''

/** What is written of a session. */
export interface WrittenRow extends RowKey {
  readonly userId: string
  readonly writer: string
  readonly state: Uint8Array
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

const columns = ({ tenantId, keyHash, userId, writer, state, expiresAt }: WrittenRow): KeptSessionRow => ({
  tenant_id: tenantId,
  key_hash: keyHash,
  user_id: userId,
  writer,
  state,
  expires_at: expiresAt,
})

/**
 * Takes a session over from whoever wrote it, or claims it where there is none: from now on nobody else writes it. One
 * statement, so that nothing is written between its reading and its taking.
 *
 * @param now milliseconds since 1970
 * @returns its sealed state; `undefined` where there is none, or not any more
 */
export const takeRow = async (
  store: Store,
  row: Omit<WrittenRow, 'state'>,
  now: number,
): Promise<Uint8Array | undefined> => {
  const { state } = await store
    .insertInto('kept_sessions')
    .values(columns({ ...row, state: nothing }))
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'key_hash']).doUpdateSet({
        writer: sql<string>`excluded.writer`,
        expires_at: sql<number>`excluded.expires_at`,
        state: sql<Uint8Array>`case when kept_sessions.expires_at > ${now} then kept_sessions.state else excluded.state end`,
      }),
    )
    .returning('state')
    .executeTakeFirstOrThrow()
  return state.length === 0 ? undefined : state
}

/** Who alone may write it now. @param now milliseconds since 1970 */
export const writerOf = async (
  store: Store,
  { tenantId, keyHash }: RowKey,
  now: number,
): Promise<string | undefined> => {
  const row = await store
    .selectFrom('kept_sessions')
    .select('writer')
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .where('writer', '<>', nobody)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.writer
}

/**
 * Writes sessions, each unless somebody took it over. In the order of their keys, so that nodes wait for each other one way.
 *
 * @param rows of different sessions
 * @returns the writers of those that were written
 */
export const writeRows = async (
  store: Store,
  rows: readonly WrittenRow[],
  now: number,
): Promise<ReadonlySet<string>> => {
  const ordered = [...rows].sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1))
  try {
    const written = await store
      .insertInto('kept_sessions')
      .values(ordered.map(columns))
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'key_hash'])
          .doUpdateSet({
            writer: sql<string>`excluded.writer`,
            state: sql<Uint8Array>`excluded.state`,
            expires_at: sql<number>`excluded.expires_at`,
          })
          .where(
            sql<boolean>`kept_sessions.writer in (excluded.writer, ${nobody}) or kept_sessions.expires_at <= ${now}`,
          ),
      )
      .returning('writer')
      .execute()
    return new Set(written.map(({ writer }) => writer))
  } catch (error) {
    // The tenant of one of them is gone: the others are written without it.
    if (!isForeignKeyViolation(error)) throw error
    if (rows.length === 1) return new Set()
    const each: string[] = []
    for (const row of rows) each.push(...(await writeRows(store, [row], now)))
    return new Set(each)
  }
}

export const removeRow = async (store: Store, { tenantId, keyHash }: RowKey, writer: string): Promise<void> => {
  await store
    .deleteFrom('kept_sessions')
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .where('writer', '=', writer)
    .execute()
}

/** Gives up what was taken; what is stored stays, for another to write or to take. */
export const leaveRow = async (store: Store, { tenantId, keyHash }: RowKey, writer: string): Promise<void> => {
  await releaseRows(store, [writer])
  await store
    .updateTable('kept_sessions')
    .set({ writer: nobody })
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .where('writer', '=', writer)
    .execute()
}

/** Sessions of one statement. */
const mostTouched = 500

/** Gives up claims under which nothing was written. */
export const releaseRows = async (store: Store, writers: readonly string[]): Promise<void> => {
  for (let from = 0; from < writers.length; from += mostTouched)
    await store
      .deleteFrom('kept_sessions')
      .where('writer', 'in', writers.slice(from, from + mostTouched))
      .where('state', '=', nothing)
      .execute()
}

/** Puts off the end of sessions that are in use. */
export const touchRows = async (store: Store, writers: readonly string[], expiresAt: number): Promise<void> => {
  for (let from = 0; from < writers.length; from += mostTouched)
    await store
      .updateTable('kept_sessions')
      .set({ expires_at: expiresAt })
      .where('writer', 'in', writers.slice(from, from + mostTouched))
      .execute()
}

/** Deletes what nobody came back to in time. @param now milliseconds since 1970 */
export const sweepKeptSessions = async (store: Store, now: number): Promise<void> => {
  await store.deleteFrom('kept_sessions').where('expires_at', '<=', now).execute()
}
