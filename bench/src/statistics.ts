/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of no values')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

/**
 * Median of the ratios within each round. Whatever disturbs a round disturbs both values of it, so this is steadier than
 * the ratio of the medians.
 *
 * @param ours one value per round
 * @param theirs one value per round, of the same rounds
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new RangeError('pairs need as many values on either side')
  return median(ours.map((value, round) => value / (theirs[round] as number)))
}
