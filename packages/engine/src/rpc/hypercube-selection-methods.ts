import { UnderstudyError } from '@understudy/contract'
import type { Cell, DimensionFacts } from '../evaluate/evaluation.js'
import { arrayOf, type JsonObject, numberOf, objectOf } from '../json.js'
import { allRows, type EvaluatedCube } from '../objects/layout/evaluated-cube.js'
import type { Scope } from '../objects/scope.js'
import { cubeAt } from './definition-at.js'
import { command, type Methods, type Outcome } from './method.js'
import { arrayOfParameter, boolean, integer, object, optional, text } from './parameters.js'
import { type Range, rangeOf, refuseTooManyRanges } from './ranges.js'
import { elementsOfValues, selectable, selected, selectInFields, selectValues } from './selecting.js'

const objectCommand = command<'GenericObject'>()

type Row = readonly Cell[]

const factsOf = ({ result }: EvaluatedCube, dimension: number): DimensionFacts => {
  const facts = result.dimensions[dimension]
  if (facts === undefined) throw new UnderstudyError('QIX-IMPOSSIBLE', `the cube has no dimension ${dimension}`)
  return facts
}

/**
 * The elements of rows by field; where two dimensions select in one field, those that satisfy both. NULL and totals have
 * negative element numbers and cannot be selected.
 */
const elementsOfRows = (
  cube: EvaluatedCube,
  rows: readonly Row[],
  dimensions: readonly number[],
): ReadonlyMap<string, ReadonlySet<number>> => {
  const byField = new Map<string, ReadonlySet<number>>()
  for (const dimension of dimensions) {
    const facts = factsOf(cube, dimension)
    const values = new Set(rows.map((row) => row[dimension]?.elem ?? -1).filter((element) => element >= 0))
    const elements = elementsOfValues(facts, values)
    if (facts.field === null) continue
    const known = byField.get(facts.field)
    byField.set(facts.field, known ? new Set([...known].filter((element) => elements.has(element))) : elements)
  }
  return byField
}

/** Clients name columns by their place in the definition, whatever order they are shown in; none means all. */
const dimensionsAmong = ({ definition }: EvaluatedCube, columns: readonly number[]): readonly number[] => {
  const all = definition.dimensions.map((_, index) => index)
  return columns.length === 0 ? all : all.filter((dimension) => columns.includes(dimension))
}

const selectRows = (
  scope: Scope,
  id: string,
  cube: EvaluatedCube,
  rows: readonly Row[],
  dimensions: readonly number[],
): Outcome => {
  const selecting = selectable(scope, id, cube.state)
  const elements = elementsOfRows(cube, rows, dimensions)
  if (elements.size === 0 || [...elements.values()].some(({ size }) => size === 0))
    return { result: { qSuccess: false } }
  return selected(selecting, selectInFields(selecting.present, elements, false), 'qSuccess')
}

/** A condition on one row: a range of one measure. */
interface MeasureRange {
  readonly measure: number
  readonly contains: Range
}

const measureRange = (range: JsonObject): MeasureRange => ({
  measure: numberOf(range.qMeasureIx) ?? 0,
  contains: rangeOf(objectOf(range.qRange)),
})

const isIn = (cube: EvaluatedCube, row: Row, { measure, contains }: MeasureRange): boolean => {
  const num = row[cube.definition.dimensions.length + measure]?.num
  return num !== undefined && num !== null && contains(num)
}

const rowsIn = (
  cube: EvaluatedCube,
  rows: readonly Row[],
  ranges: readonly MeasureRange[],
  any: boolean,
): readonly Row[] =>
  rows.filter((row) =>
    any ? ranges.some((range) => isIn(cube, row, range)) : ranges.every((range) => isIn(cube, row, range)),
  )

/** Methods of a generic object that select in one of its hypercubes. */
export const hypercubeSelectionMethods: Methods<'GenericObject'> = {
  SelectHyperCubeValues: objectCommand(
    { qPath: text, qDimNo: integer, qValues: arrayOfParameter(integer), qToggleMode: optional(boolean, false) },
    async ({ scope }, { id }, { qPath, qDimNo, qValues, qToggleMode }) => {
      const cube = await cubeAt(scope, id, qPath)
      const facts = factsOf(cube, qDimNo)
      const selecting = selectable(scope, id, cube.state)
      return selected(selecting, await selectValues(scope, selecting.present, facts, qValues, qToggleMode), 'qSuccess')
    },
  ),
  SelectHyperCubeCells: objectCommand(
    { qPath: text, qRowIndices: arrayOfParameter(integer), qColIndices: arrayOfParameter(integer) },
    async ({ scope }, { id }, { qPath, qRowIndices, qColIndices }) => {
      const cube = await cubeAt(scope, id, qPath)
      const rows = await allRows(cube.result)
      const chosen = qRowIndices.length === 0 ? rows : qRowIndices.flatMap((index) => rows.slice(index, index + 1))
      return selectRows(scope, id, cube, chosen, dimensionsAmong(cube, qColIndices))
    },
  ),
  RangeSelectHyperCubeValues: objectCommand(
    {
      qPath: text,
      qRanges: arrayOfParameter(object),
      qColumnsToSelect: optional(arrayOfParameter(integer), []),
      qOrMode: optional(boolean, false),
    },
    async ({ scope }, { id }, { qPath, qRanges, qColumnsToSelect, qOrMode }) => {
      refuseTooManyRanges(qRanges.length)
      const cube = await cubeAt(scope, id, qPath)
      const rows = rowsIn(cube, await allRows(cube.result), qRanges.map(measureRange), qOrMode)
      return selectRows(scope, id, cube, rows, dimensionsAmong(cube, qColumnsToSelect))
    },
  ),
  MultiRangeSelectHyperCubeValues: objectCommand(
    { qPath: text, qRanges: arrayOfParameter(object), qOrMode: optional(boolean, false) },
    async ({ scope }, { id }, { qPath, qRanges, qOrMode }) => {
      const ranges = qRanges.map((part) => arrayOf(part.qRanges).map(objectOf).map(measureRange))
      // A part without ranges is compared with every row, too.
      refuseTooManyRanges(ranges.length + ranges.flat().length)
      const cube = await cubeAt(scope, id, qPath)
      const all = await allRows(cube.result)
      const parts = ranges.map((part) => rowsIn(cube, all, part, qOrMode))
      const columns = qRanges.flatMap((part) => arrayOf(part.qColumnsToSelect).map((column) => numberOf(column) ?? -1))
      return selectRows(scope, id, cube, [...new Set(parts.flat())], dimensionsAmong(cube, columns))
    },
  ),
  SelectHyperCubeContinuousRange: objectCommand(
    { qPath: text, qRanges: arrayOfParameter(object) },
    async ({ scope }, { id }, { qPath, qRanges }) => {
      refuseTooManyRanges(qRanges.length)
      const cube = await cubeAt(scope, id, qPath)
      const ranges = qRanges.map((range) => ({
        dimension: numberOf(range.qDimIx) ?? 0,
        contains: rangeOf(objectOf(range.qRange)),
      }))
      const rows = (await allRows(cube.result)).filter((row) =>
        ranges.some(({ dimension, contains }) => {
          const num = row[dimension]?.num
          return num !== undefined && num !== null && contains(num)
        }),
      )
      return selectRows(scope, id, cube, rows, [...new Set(ranges.map(({ dimension }) => dimension))])
    },
  ),
}
