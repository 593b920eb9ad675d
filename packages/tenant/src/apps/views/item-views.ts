import type { rest } from '@understudy/contract'
import { sql } from 'kysely'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { readItemSettings } from './item-settings.js'
import { firstDays } from './viewed-weeks.js'

type Views = rest.Item['itemViews']

/** What is told of items whose views are not counted. */
const uncounted: Views = { total: 0, trend: 0, unique: 0, usedBy: 0, week: [] }

/**
 * Reads how often items were opened in the last four weeks.
 *
 * @returns a function from the id of an item
 */
export const viewsOf = async (
  context: Pick<TenantContext, 'store' | 'tenant' | 'clock'>,
  itemIds: readonly string[],
): Promise<(itemId: string) => Views> => {
  if (itemIds.length === 0 || !(await readItemSettings(context)).usageMetricsEnabled) return () => uncounted
  const { store, tenant, clock } = context
  const starts = firstDays(clock())
  const [first = ''] = starts
  const views = store
    .selectFrom('item_views')
    .where('tenant_id', '=', tenant.id)
    .where('item_id', 'in', itemIds)
    .where('day', '>=', first)
  // Visitors have no id of a user, and are in no number of users.
  const counts = [sql<number>`sum(views)`.as('total'), sql<number>`count(distinct user_id)`.as('unique_users')] as const
  const all = await views
    .select(['item_id', ...counts])
    .groupBy('item_id')
    .execute()
  const weekOf = sql<number>`case ${sql.join(
    starts.map((start, week) => sql`when day >= ${start} then ${sql.lit(week)}`).reverse(),
    sql` `,
  )} end`
  const weekly = await views
    .select(['item_id', weekOf.as('week'), ...counts])
    .groupBy(['item_id', sql`week`])
    .execute()
  return (itemId) => {
    const ofItem = all.find(({ item_id }) => item_id === itemId)
    const week = starts.map((start, index) => {
      const row = weekly.find((each) => each.item_id === itemId && each.week === index)
      return { start: `${start}T00:00:00.000Z`, total: row?.total ?? 0, unique: row?.unique_users ?? 0 }
    })
    const trend = slopeOf(week.map(({ unique }) => unique))
    return { total: ofItem?.total ?? 0, trend, unique: ofItem?.unique_users ?? 0, usedBy: 0, week }
  }
}

/** Slope of the line that comes nearest to the values (linear regression over their places). */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2
  const distances = values.map((_, index) => index - middle)
  const square = distances.reduce((sum, distance) => sum + distance ** 2, 0)
  return values.reduce((sum, value, index) => sum + value * (distances[index] ?? 0), 0) / square
}
