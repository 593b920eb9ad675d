import type { AppFormats } from '../../format/app-formats.js'
import { textComparison } from '../../format/text-order.js'
import { countInTurns, sortInTurns } from '../../turns.js'

/** The positions of texts in the order in which values of fields are sorted by text. */
export const textRanks = async (
  texts: readonly string[],
  { textOrder }: AppFormats,
  signal?: AbortSignal,
): Promise<readonly number[]> => {
  const compare = textComparison(textOrder)
  const order = await sortInTurns(
    await countInTurns(texts.length),
    (a, b) => compare(texts[a] ?? '', texts[b] ?? ''),
    signal,
  )
  const ranks = new Array<number>(texts.length)
  for (const [rank, position] of order.entries()) ranks[position] = rank
  return ranks
}
