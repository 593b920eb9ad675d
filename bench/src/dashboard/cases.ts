import type { Viewer } from './sales.js'

/** Texts of the values that are selected, by field. */
export type Selected = Readonly<Record<string, readonly string[]>>

/** A kind of selection; each round selects other values, so that no earlier result answers. */
export interface DashboardCase {
  readonly name: string
  readonly viewer: Viewer
  readonly selected: (round: number) => Selected
}

const named = (field: string, numbers: Iterable<number>): readonly string[] =>
  [...numbers].map((number) => `${field} ${number}`)

const below = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number)

/** So many numbers below a bound, without neighbours that would make a range of them. */
const spread = (count: number, bound: number, round: number): readonly number[] =>
  below(bound)
    .map((number) => ({ number, place: (number * 7919 + round * 104_729 + ((number * number) % 613) * 31) % 100_003 }))
    .sort((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ number }) => number)

export const cases: readonly DashboardCase[] = [
  {
    name: 'one value',
    viewer: 'everything',
    selected: (round) => ({ Product: named('Product', [17 * round + 3]) }),
  },
  {
    name: 'many values',
    viewer: 'everything',
    selected: (round) => ({ Product: named('Product', spread(400, 800, round)) }),
  },
  {
    name: 'all but three',
    viewer: 'everything',
    selected: (round) => {
      const excluded = new Set(spread(3, 800, round))
      return {
        Product: named(
          'Product',
          below(800).filter((number) => !excluded.has(number)),
        ),
      }
    },
  },
  {
    name: 'three fields',
    viewer: 'everything',
    selected: (round) => ({
      Product: named('Product', spread(20, 800, round)),
      Year: [2010, 2013, 2017].map((year) => String(year + (round % 3))),
      Channel: named('Channel', [round % 5, (round + 2) % 5]),
    }),
  },
  {
    name: 'section access',
    viewer: 'alternatives',
    selected: (round) => ({ Channel: named('Channel', [round % 5, (round + 1 + Math.floor(round / 5)) % 5]) }),
  },
]
