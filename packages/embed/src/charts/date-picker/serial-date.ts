/** Midnight of the day that QIX counts from, in milliseconds. */
const dayZero = Date.UTC(1899, 11, 30)
const dayLength = 86_400_000

/** The day of a number of QIX, as `YYYY-MM-DD`. */
export const dayOf = (serial: number): string =>
  new Date(dayZero + Math.floor(serial) * dayLength).toISOString().slice(0, 10)

/** The number that QIX has for a day, or undefined for what is no day. */
export const serialOf = (day: string): number | undefined => {
  const time = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(time) ? undefined : Math.round((time - dayZero) / dayLength)
}

/** A search for the numbers from one day to another, both whole; a side that is not given is open. */
export const searchBetween = (from: string, to: string): string | undefined => {
  const [first, last] = [serialOf(from), serialOf(to)]
  if (first === undefined && last === undefined) return undefined
  return `${first === undefined ? '' : `>=${first}`}${last === undefined ? '' : `<${last + 1}`}`
}
