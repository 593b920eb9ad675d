import { UnderstudyError } from '@understudy/contract'
import type { Cell } from '../../evaluate/evaluation.js'
import type { JsonObject } from '../../json.js'
import { limits } from '../../limits.js'
import { eachInTurns, mapOneByOne } from '../../turns.js'
import { errorLayout } from '../layout/column-error-layout.js'
import { allRows, type EvaluatedCube } from '../layout/evaluated-cube.js'
import type { Point } from './fit-curve.js'
import { fitTrendLine, type TrendLineDefinition } from './trend-line.js'

type Row = readonly Cell[]

/** QIX's numbers for a trend line that there is not, and for one that the data do not decide. */
const errorCodes = { invalidDefinition: 25000, notComputable: 25001 } as const

const failed = (line: TrendLineDefinition, code: number, message: string): JsonObject => ({
  qType: line.kind ?? line.type,
  qCoeff: [],
  qElemNo: 0,
  qError: errorLayout(code, message),
})

/** What is wrong with a definition, whatever the data. */
const problemOf = ({ kind, column, sums }: TrendLineDefinition, { definition }: EvaluatedCube): string | undefined => {
  const { dimensions, measures, mode } = definition
  if (kind === undefined) return 'There is no such trend line (qType).'
  if (mode !== 'S' && mode !== 'K') return 'Trend lines are those of straight and stacked cubes.'
  if (!Number.isInteger(column) || column < 0 || column >= dimensions.length + measures.length)
    return 'The cube has no such column (qXColIx).'
  if (dimensions.length > 2) return 'Trend lines are those of cubes of two dimensions at most.'
  return sums && (mode !== 'K' || column !== 0)
    ? 'Values are added up (qMultiDimMode) along the first dimension of a stacked cube only.'
    : undefined
}

/** Whether the numbers of a column are the x axis: always those of a measure. */
const isByNumber = ({ column, byNumber }: TrendLineDefinition, { result }: EvaluatedCube): boolean => {
  const facts = result.dimensions[column]
  if (!facts || byNumber === 'never') return !facts
  return byNumber === 'numbers' ? facts.numeric : facts.tags.some((tag) => tag === '$date' || tag === '$timestamp')
}

/** Points of lines, by the element number of what each line belongs to. */
const pointsOf = async (
  line: TrendLineDefinition,
  cube: EvaluatedCube,
  rows: readonly Row[],
  measure: number,
): Promise<ReadonlyMap<number, readonly Point[]>> => {
  const isOfDimension = line.column < cube.result.dimensions.length
  const other = cube.result.dimensions.length === 2 && isOfDimension && !line.sums ? 1 - line.column : undefined
  const byNumber = isByNumber(line, cube)
  const places = new Map<string, number>()
  const lines = new Map<number, Map<number, Point>>()
  await eachInTurns(rows, (row, position) => {
    const x = row[line.column]
    const y = row[cube.result.dimensions.length + measure]?.num ?? null
    const identity = `${x?.elem} ${x?.num} ${x?.text}`
    if (isOfDimension && !places.has(identity)) places.set(identity, places.size + 1)
    const at = byNumber ? (x?.num ?? null) : (places.get(identity) ?? null)
    if (at === null || y === null) return
    const elem = other === undefined ? 0 : (row[other]?.elem ?? 0)
    const own = lines.get(elem) ?? new Map<number, Point>()
    const key = line.sums ? at : position
    own.set(key, { x: at, y: y + (own.get(key)?.y ?? 0) })
    lines.set(elem, own)
  })
  return new Map([...lines].map(([elem, own]) => [elem, [...own.values()]]))
}

const fitted = async (line: TrendLineDefinition, qElemNo: number, points: readonly Point[]): Promise<JsonObject> => {
  const curve = line.kind && (await fitTrendLine(line.kind, points))
  if (!curve)
    return {
      ...failed(line, errorCodes.notComputable, 'The values are too few, or have no logarithm.'),
      qElemNo,
    }
  return {
    qType: line.kind,
    qCoeff: curve.coefficients,
    qElemNo,
    ...(line.wantsR2 ? { qR2: curve.r2 } : {}),
  }
}

const linesOf = async (
  line: TrendLineDefinition,
  cube: EvaluatedCube,
  rows: readonly Row[],
  measure: number,
): Promise<readonly JsonObject[]> => {
  const problem = problemOf(line, cube)
  if (problem !== undefined) return [failed(line, errorCodes.invalidDefinition, problem)]
  const points = await pointsOf(line, cube, rows, measure)
  if (points.size === 0) return [await fitted(line, 0, [])]
  if (points.size > limits.trendLineValues.most) {
    const message = `The dimension has ${points.size} values, ${limits.trendLineValues.most} can have a trend line each.`
    return [failed(line, errorCodes.notComputable, message)]
  }
  return mapOneByOne([...points], ([elem, ofLine]) => fitted(line, elem, ofLine))
}

/**
 * `qTrendLines` of each measure: through all rows of the cube, whatever page is shown. The places of a dimension's values
 * count from 1, in the order of the cube.
 */
export const trendLines = async (cube: EvaluatedCube): Promise<readonly (readonly JsonObject[])[]> => {
  const { measures } = cube.definition
  if (measures.every(({ trendLines }) => trendLines.length === 0)) return measures.map(() => [])
  const rows = await allRows(cube.result).catch((error: unknown) => {
    if (error instanceof UnderstudyError && error.code === 'QIX-PAGES-TOO-LARGE') return error
    throw error
  })
  // One after the other: the points of each are as many as the rows.
  return mapOneByOne(measures, async ({ trendLines }, index) => {
    const lines = await mapOneByOne(trendLines, (line) =>
      rows instanceof UnderstudyError
        ? [failed(line, errorCodes.notComputable, rows.detail)]
        : linesOf(line, cube, rows, index),
    )
    return lines.flat()
  })
}
