import type { AppFormats } from '../../format/app-formats.js'
import { textComparison } from '../../format/text-order.js'

/** The positions of texts in the order in which values of fields are sorted by text. */
export const textRanks = (texts: readonly string[], { textOrder }: AppFormats): readonly number[] => {
  const compare = textComparison(textOrder)
  const order = [...texts.keys()].sort((a, b) => compare(texts[a] ?? '', texts[b] ?? ''))
  const ranks = new Array<number>(texts.length)
  order.forEach((position, rank) => {
    ranks[position] = rank
  })
  return ranks
}
