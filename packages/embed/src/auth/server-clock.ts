/** By how many milliseconds a tenant's clock is ahead of the page's, as its latest `Date` header told. By origin. */
const aheadByOrigin = new Map<string, number>()

/** `Date` has whole seconds: on average it is this much behind. */
const halfResolution = 500

/**
 * Learns the clock difference from a response. Its header is visible only if the tenant exposes it (CORS).
 *
 * @param origin of the tenant
 * @param date the `Date` header, RFC 9110 section 6.6.1
 * @param now milliseconds since the epoch on the page's clock when the response arrived
 */
export const learnClock = (origin: string, date: string | null, now: number): void => {
  const time = date === null ? Number.NaN : Date.parse(date)
  if (!Number.isNaN(time)) aheadByOrigin.set(origin, time + halfResolution - now)
}

/** By how many milliseconds the tenant's clock is ahead of the page's; undefined while unknown. */
export const clockAhead = (origin: string): number | undefined => aheadByOrigin.get(origin)
