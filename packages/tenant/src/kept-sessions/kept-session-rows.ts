import { hash } from 'node:crypto'
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

/**
 * Takes a session over from whoever wrote it: of two that take it at once, one.
 *
 * @param now milliseconds since 1970
 * @returns its sealed state; `undefined` where there is none, or not any more
 */
export const takeRow = async (
  store: Store,
  { tenantId, keyHash }: RowKey,
  writer: string,
  now: number,
): Promise<Uint8Array | undefined> => {
  const row = await store
    .selectFrom('kept_sessions')
    .select(['state', 'writer'])
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const taken = await store
    .updateTable('kept_sessions')
    .set({ writer })
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .where('writer', '=', row.writer)
    .returning('writer')
    .executeTakeFirst()
  return taken === undefined ? undefined : row.state
}

/** Who may write it now. */
export const writerOf = async (store: Store, { tenantId, keyHash }: RowKey): Promise<string | undefined> => {
  const row = await store
    .selectFrom('kept_sessions')
    .select('writer')
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .executeTakeFirst()
  return row?.writer
}

/** What is written of a session. */
export interface WrittenRow extends RowKey {
  readonly userId: string
  readonly writer: string
  readonly state: Uint8Array
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** @returns whether it was written: nobody took it over, nor has another one in its place */
export const writeRow = async (
  store: Store,
  { tenantId, keyHash, userId, writer, state, expiresAt }: WrittenRow,
  now: number,
): Promise<boolean> => {
  const written = await store
    .insertInto('kept_sessions')
    .values({ tenant_id: tenantId, key_hash: keyHash, user_id: userId, writer, state, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'key_hash'])
        .doUpdateSet({ writer, state, expires_at: expiresAt })
        .where((eb) => eb.or([eb('kept_sessions.writer', '=', writer), eb('kept_sessions.expires_at', '<=', now)])),
    )
    .returning('writer')
    .executeTakeFirst()
  return written !== undefined
}

export const removeRow = async (store: Store, { tenantId, keyHash }: RowKey, writer: string): Promise<void> => {
  await store
    .deleteFrom('kept_sessions')
    .where('tenant_id', '=', tenantId)
    .where('key_hash', '=', keyHash)
    .where('writer', '=', writer)
    .execute()
}

/** Sessions of one statement. */
const mostTouched = 500

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
