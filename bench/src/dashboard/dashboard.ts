import { median, pairedRatio } from '../statistics.js'
import { openEngineDashboard } from './by-engine.js'
import { handDashboard, symbolTexts } from './by-hand.js'
import { cases, type DashboardCase } from './cases.js'
import { openEngineClient } from './engine-client.js'
import { openSales, type Sales } from './sales.js'

/** Ratio of our time to that of hand-written SQL, for each case and over all, by the number of rows. */
export type DashboardFigures = Readonly<Record<string, number>>

const sizes = { '1 million': 1_000_000, '10 million': 10_000_000 } as const

const rounds = 9

/**
 * Measures a dashboard of six charts and four list boxes through a WebSocket against hand-written SQL, one statement for
 * each object, over the same snapshot, in turns. Every selection is new, so that no earlier result answers.
 *
 * @param progress receives a line per case
 */
export const dashboard = async (progress: (line: string) => void): Promise<DashboardFigures> => {
  const figures: Record<string, number> = {}
  for (const [size, rows] of Object.entries(sizes)) {
    const sales = await openSales(rows)
    try {
      const ratios: number[] = []
      for (const each of cases) {
        const { ratio, ours, theirs } = await measured(sales, each)
        progress(`${size}, ${each.name}: ${ours.toFixed(0)} ms, by hand ${theirs.toFixed(0)} ms`)
        figures[`${size}, ${each.name}`] = rounded(ratio)
        ratios.push(ratio)
      }
      figures[`${size}, ratio`] = rounded(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length)
      figures[`${size}, worst`] = rounded(Math.max(...ratios))
    } finally {
      await sales.close()
    }
  }
  return figures
}

const rounded = (ratio: number): number => Math.round(ratio * 100) / 100

const measured = async (sales: Sales, { viewer, selected }: DashboardCase) => {
  const client = await openEngineClient(sales, viewer)
  try {
    const engine = await openEngineDashboard(client)
    const hand = handDashboard(sales.snapshot, await symbolTexts(sales.snapshot))
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const byUs = async () => ours.push(await timed(() => engine.select(selected(round))))
      const byHand = async () => theirs.push(await timed(() => hand.select(viewer, selected(round))))
      // Who comes first changes, since the first warms what the second reads.
      for (const run of round % 2 === 0 ? [byUs, byHand] : [byHand, byUs]) await run()
    }
    // The first round compiles what the others run.
    const [measuredOurs, measuredTheirs] = [ours.slice(1), theirs.slice(1)]
    return {
      ratio: pairedRatio(measuredOurs, measuredTheirs),
      ours: median(measuredOurs),
      theirs: median(measuredTheirs),
    }
  } finally {
    await client.close()
  }
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}
