import { type EvaluationContext, evaluateHypercube, symbolSet } from '@understudy/engine'
import { median, pairedRatio } from '../statistics.js'
import { cubes, type MeasuredCube, type Names } from './cubes.js'
import { type Flights, openFlights } from './flights.js'

/** Ratio of our time to that of hand-written SQL, cube by cube, and over all. */
export interface FormulaFigures {
  readonly median: number
  readonly worst: number
  readonly [cube: string]: number
}

/** What is measured, and what is told of it. */
export interface FormulaOptions {
  /** Tells the statements of the first round, with their milliseconds. */
  readonly statements?: boolean | undefined
}

const weekdays = 7

/** How often each weekday is selected; before, each cube is computed once without any selection. */
const repetitions = 3

/**
 * Measures cubes with formulas over three million flights against the best hand-written SQL over the same snapshot, in turns.
 * No earlier result answers: every round selects another weekday, or stands in another tenant. The engine answers more than
 * the statement: totals and the states of all values, too.
 *
 * Where the statement by hand takes 8 ms or more, the ratio is 0.5 to 1.5. Where it takes 5 ms it is 1.1 to 1.7: there,
 * checking the layout and planning the longer statement, with totals and texts, takes half as long again.
 *
 * @param progress receives a line per cube, with the ratio of the processor's time beside that of the time that passed
 * @param parts names of cubes, or what is in them, that are measured alone; all where there are none
 */
export const formulas = async (
  progress: (line: string) => void,
  parts: readonly string[] = [],
  { statements = false }: FormulaOptions = {},
): Promise<FormulaFigures> => {
  const flights = await openFlights()
  try {
    const ratios: Record<string, number> = {}
    for (const cube of cubes) {
      if (parts.length > 0 && !parts.some((part) => cube.name.includes(part))) continue
      const { ratio, processor, ours, theirs } = await measured(flights, cube, statements ? progress : undefined)
      ratios[cube.name] = ratio
      const times = `${ours.toFixed(1)} ms, by hand ${theirs.toFixed(1)} ms`
      progress(`${cube.name}: ${times}; ratio ${ratio}, of processor time ${processor}`)
    }
    const values = Object.values(ratios)
    return { median: rounded(median(values)), worst: rounded(Math.max(...values)), ...ratios }
  } finally {
    await flights.close()
  }
}

const rounded = (ratio: number): number => Math.round(ratio * 100) / 100

const measured = async (flights: Flights, cube: MeasuredCube, tell?: (line: string) => void) => {
  const ours: Duration[] = []
  const theirs: Duration[] = []
  const names = namesOf(flights)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const view = await flights.viewOf(`${cube.name} ${repetition}`)
    await evaluated(cube, { view, selections: new Map() })
    for (let weekday = 0; weekday < weekdays; weekday++) {
      const selections = new Map([['Weekday', { values: symbolSet([weekday]), locked: false }]])
      const byHand = async () => {
        const sql = cube.sql(names, `${names.element('Weekday')} = ${weekday}`)
        theirs.push(await timed(() => flights.snapshot.runner.run({ sql, values: [] })))
      }
      const byUs = async () => {
        const context = { view: tell && ours.length === 0 ? telling(view, tell) : view, selections }
        ours.push(await timed(() => evaluated(cube, context)))
      }
      // Who comes first changes, since the first warms what the second reads.
      for (const run of ours.length % 2 === 0 ? [byUs, byHand] : [byHand, byUs]) await run()
    }
  }
  const ratioOf = (of: keyof Duration) =>
    rounded(
      pairedRatio(
        ours.map((each) => each[of]),
        theirs.map((each) => each[of]),
      ),
    )
  return {
    ratio: ratioOf('passed'),
    processor: ratioOf('processor'),
    ours: median(ours.map(({ passed }) => passed)),
    theirs: median(theirs.map(({ passed }) => passed)),
  }
}

const evaluated = async (cube: MeasuredCube, context: EvaluationContext): Promise<void> => {
  const outcome = await evaluateHypercube(context, {
    dimensions: cube.dimensions.map((definition) => ({ definition, nullSuppression: true, sort: { byNumeric: 1 } })),
    measures: cube.measures.map((expression) => ({ expression, sortByNumeric: -1 })),
    interColumnSortOrder: cube.name === 'moving average' ? [0] : [cube.dimensions.length],
  })
  if (!outcome.ok) throw new Error(`${cube.name}: ${outcome.errors[0]?.message}`)
  await outcome.cube.page(0, 100)
}

/** The same view, that tells its statements. */
const telling = (view: EvaluationContext['view'], tell: (line: string) => void): EvaluationContext['view'] => {
  const { runner } = view.snapshot
  const run: typeof runner.run = async (statement, signal) => {
    const started = performance.now()
    const columns = await runner.run(statement, signal)
    const bound = statement.values.length === 0 ? '' : ` -- ${JSON.stringify(statement.values)}`
    tell(`${(performance.now() - started).toFixed(1)} ms: ${statement.sql}${bound}`)
    return columns
  }
  return { ...view, snapshot: { ...view.snapshot, runner: { ...runner, run } } }
}

/** Milliseconds that passed, and those of all processors that the process took. */
interface Duration {
  readonly passed: number
  readonly processor: number
}

const timed = async (work: () => Promise<unknown>): Promise<Duration> => {
  const started = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { passed: performance.now() - started, processor: (user + system) / 1_000 }
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
