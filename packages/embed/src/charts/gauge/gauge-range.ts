/** What a gauge spans. */
export interface GaugeRange {
  readonly min: number
  readonly max: number
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** The next of 1, 2 and 5 times a power of ten. */
export const niceAbove = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power
}

/**
 * The range of a gauge: what is written, else round figures around the value.
 *
 * @param written limits as the layout has them
 * @param value of the measure, if it has one
 * @param isShare whether the value is shown in per cent: such a gauge ends at 100 %
 */
export const gaugeRange = (
  written: { readonly min?: unknown; readonly max?: unknown },
  value: number | undefined,
  isShare: boolean,
): GaugeRange => {
  const size = Math.abs(value ?? 0) * 1.2
  const around = size === 0 ? 1 : niceAbove(size)
  const positiveMax = isShare && (value ?? 0) <= 1 ? 1 : around
  const min = isNumber(written.min) ? written.min : (value ?? 0) < 0 ? -around : 0
  const max = isNumber(written.max) ? written.max : (value ?? 0) < 0 ? 0 : positiveMax
  return max > min ? { min, max } : { min, max: min + 1 }
}

/** Where a value is in a range, from 0 to 1. */
export const shareOf = (value: number, { min, max }: GaugeRange): number =>
  Math.min(1, Math.max(0, (value - min) / (max - min)))
