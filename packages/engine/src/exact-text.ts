/** JSON has no infinite numbers, which would all be `null`, and one zero. */
const toldApart = (_: string, value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? { number: Object.is(value, -0) ? '-0' : String(value) }
    : value

/** A text that is the same for equal values only: JSON in which numbers are told apart that JSON does not have. */
export const exactText = (value: unknown): string => JSON.stringify(value, toldApart)
