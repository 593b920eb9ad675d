import type { Store } from '../../store/schema.js'
import { firstDays } from './viewed-weeks.js'

/** Deletes views of before the weeks that are told. @param now milliseconds since 1970 */
export const sweepViews = async (store: Store, now: number): Promise<void> => {
  const [oldest = ''] = firstDays(now)
  await store.deleteFrom('item_views').where('day', '<', oldest).execute()
}
