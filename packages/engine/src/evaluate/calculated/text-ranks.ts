/** The positions of texts in the order in which values of fields are sorted by text: of their small letters, then of themselves. */
export const textRanks = (texts: readonly string[]): readonly number[] => {
  const keys = texts.map((text) => [Buffer.from(text.toLowerCase()), Buffer.from(text)] as const)
  const order = [...texts.keys()].sort((a, b) => compare(keys[a], keys[b]))
  const ranks = new Array<number>(texts.length)
  order.forEach((position, rank) => {
    ranks[position] = rank
  })
  return ranks
}

type Key = readonly [lower: Buffer, own: Buffer]

const compare = (a: Key | undefined, b: Key | undefined): number =>
  a && b ? Buffer.compare(a[0], b[0]) || Buffer.compare(a[1], b[1]) : 0
