import type { Store } from '../store/schema.js'

const dayMs = 86_400_000

/** Deletes records of the query log that are older than so many days. @param now milliseconds since 1970 */
export const sweepQueryLog = async (store: Store, days: number, now: number): Promise<void> => {
  await store
    .deleteFrom('query_log')
    .where('time', '<', new Date(now - days * dayMs).toISOString())
    .execute()
}
