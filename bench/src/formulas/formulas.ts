import { evaluateHypercube, symbolSet } from '@understudy/engine'
import { median, pairedRatio } from '../statistics.js'
import { cubes, type MeasuredCube, type Names } from './cubes.js'
import { type Flights, openFlights } from './flights.js'

/** Ratio of our time to that of hand-written SQL, cube by cube, and over all. */
export interface FormulaFigures {
  readonly median: number
  readonly worst: number
  readonly [cube: string]: number
}

const rounds = 7

/**
 * Measures cubes with formulas over three million flights against the best hand-written SQL over the same snapshot, in turns.
 * Every round selects another weekday, so that no earlier result answers. The engine answers more than the statement: totals
 * and the states of all values, too.
 *
 * On two busy cores: median 2.3 (2.8 before totals, sets and states came from the groups of a cube), worst 7.9 (18). What
 * scans for 10 ms or more is at 1 to 2.5; where one scan takes 4 ms, making and planning the longer statement takes as long
 * again. The worst is the calculated dimension, whose values are computed a second time for their states.
 *
 * @param progress receives a line per cube
 */
export const formulas = async (progress: (line: string) => void): Promise<FormulaFigures> => {
  const flights = await openFlights()
  try {
    const ratios: Record<string, number> = {}
    for (const cube of cubes) {
      const figures = await measured(flights, cube)
      ratios[cube.name] = figures.ratio
      progress(`${cube.name}: ${figures.ours.toFixed(0)} ms, by hand ${figures.theirs.toFixed(0)} ms`)
    }
    const values = Object.values(ratios)
    return { median: rounded(median(values)), worst: rounded(Math.max(...values)), ...ratios }
  } finally {
    await flights.close()
  }
}

const rounded = (ratio: number): number => Math.round(ratio * 100) / 100

const measured = async (flights: Flights, cube: MeasuredCube) => {
  const ours: number[] = []
  const theirs: number[] = []
  const names = namesOf(flights)
  for (let weekday = 0; weekday < rounds; weekday++) {
    const selections = new Map([['Weekday', { values: symbolSet([weekday]), locked: false }]])
    const byHand = () =>
      flights.snapshot.runner.run({ sql: cube.sql(names, `${names.element('Weekday')} = ${weekday}`), values: [] })
    const byUs = async () => {
      const outcome = await evaluateHypercube(
        { view: flights.view, selections },
        {
          dimensions: cube.dimensions.map((definition) => ({
            definition,
            nullSuppression: true,
            sort: { byNumeric: 1 },
          })),
          measures: cube.measures.map((expression) => ({ expression, sortByNumeric: -1 })),
          interColumnSortOrder: cube.name === 'moving average' ? [0] : [cube.dimensions.length],
        },
      )
      if (!outcome.ok) throw new Error(`${cube.name}: ${outcome.errors[0]?.message}`)
      await outcome.cube.page(0, 100)
    }
    // Who comes first changes, since the first warms what the second reads.
    if (weekday % 2 === 0) {
      ours.push(await timed(byUs))
      theirs.push(await timed(byHand))
    } else {
      theirs.push(await timed(byHand))
      ours.push(await timed(byUs))
    }
  }
  return { ratio: rounded(pairedRatio(ours, theirs)), ours: median(ours), theirs: median(theirs) }
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Tables and columns are named by numbers: see the engine's snapshot schema. */
const namesOf = ({ snapshot }: Flights): Names => {
  const { fields, tables } = snapshot.document.model
  const idOf = (field: string) => fields.find(({ name }) => name === field)?.id
  const tableOf = (table: string) => `t_${tables.find(({ name }) => name === table)?.id}`
  return {
    element: (field) => `f_${idOf(field)}`,
    number: (field) => `n_${idOf(field)}`,
    symbols: (field) => `s_${idOf(field)}`,
    flights: tableOf('flights'),
    airports: tableOf('airports'),
  }
}
