const pattern =
  /^P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/

/**
 * Adds an ISO 8601 duration such as `P7D`, `P1Y` or `PT12H` to a time. Years and months go by the calendar (UTC).
 *
 * @param from milliseconds since 1970
 * @returns milliseconds since 1970; undefined for what is no duration, or one of no length
 */
export const addDuration = (from: number, duration: string): number | undefined => {
  const parts = pattern
    .exec(duration)
    ?.slice(1)
    .map((part) => Number(part ?? 0))
  if (parts === undefined) return undefined
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
  const date = new Date(from)
  date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months)
  const end = date.getTime() + ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
  return Number.isSafeInteger(end) && end > from ? end : undefined
}
