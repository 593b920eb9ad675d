import { UnderstudyError } from '@understudy/contract'
import type { Cell, DimensionFacts } from '../evaluate/evaluation.js'
import { arrayOf, type JsonObject, numberOf, objectOf } from '../json.js'
import { intersection, type SymbolSet } from '../model/symbol-set.js'
import { allRows, type EvaluatedCube } from '../objects/layout/evaluated-cube.js'
import type { Scope } from '../objects/scope.js'
import { eachInTurns, filterInTurns } from '../turns.js'
import { choose } from './conflicting-selections.js'
import { cubeAt } from './definition-at.js'
import { command, type Methods, type Outcome } from './method.js'
import { arrayOfParameter, boolean, integer, object, optional, text } from './parameters.js'
import { type Range, rangeOf, refuseTooManyRanges } from './ranges.js'
import {
  deselecting,
  fieldsSelectedIn,
  isOnlySelected,
  selectable,
  selectInFields,
  selectValues,
  softLock,
  symbolsByField,
} from './selecting.js'

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
const elementsOfRows = async (
  cube: EvaluatedCube,
  rows: readonly Row[],
  dimensions: readonly number[],
): Promise<ReadonlyMap<string, SymbolSet>> => {
  const byField = new Map<string, SymbolSet>()
  for (const dimension of dimensions) {
    const facts = factsOf(cube, dimension)
    const values = new Set<number>()
    await eachInTurns(rows, (row) => {
      const element = row[dimension]?.elem ?? -1
      if (element >= 0) values.add(element)
    })
    for (const [field, elements] of await symbolsByField(facts, [...values])) {
      const known = byField.get(field)
      byField.set(field, known ? intersection(known, elements) : elements)
    }
  }
  return byField
}

/** Clients name columns by their place in the definition, whatever order they are shown in; none means all. */
const dimensionsAmong = ({ definition }: EvaluatedCube, columns: readonly number[]): readonly number[] => {
  const all = definition.dimensions.map((_, index) => index)
  return columns.length === 0 ? all : all.filter((dimension) => columns.includes(dimension))
}

/** How a call selects what it has found. */
interface Manner {
  readonly qSoftLock?: boolean
  readonly qDeselectOnlyOneSelected?: boolean
}

const selectRows = async (
  scope: Scope,
  id: string,
  cube: EvaluatedCube,
  rows: readonly Row[],
  dimensions: readonly number[],
  { qSoftLock = false, qDeselectOnlyOneSelected = false }: Manner,
): Promise<Outcome> => {
  const selecting = selectable(scope, id, cube.state, qSoftLock)
  const elements = await elementsOfRows(cube, rows, dimensions)
  if (elements.size === 0 || [...elements.values()].some(({ size }) => size === 0))
    return { result: { qSuccess: false } }
  const ends = qDeselectOnlyOneSelected && isOnlySelected(selecting.present, elements)
  return choose(scope, selecting, selectInFields(selecting.present, elements, ends), [...elements.keys()], 'qSuccess')
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
): Promise<readonly Row[]> =>
  filterInTurns(rows, (row) =>
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
      return choose(
        scope,
        selecting,
        await selectValues(scope, selecting.present, facts, qValues, qToggleMode),
        fieldsSelectedIn(facts),
        'qSuccess',
      )
    },
  ),
  SelectHyperCubeCells: objectCommand(
    {
      qPath: text,
      qRowIndices: arrayOfParameter(integer),
      qColIndices: arrayOfParameter(integer),
      ...softLock,
      ...deselecting,
    },
    async ({ scope }, { id }, { qPath, qRowIndices, qColIndices, ...manner }) => {
      const cube = await cubeAt(scope, id, qPath)
      const rows = await allRows(cube.result)
      const chosen = qRowIndices.length === 0 ? rows : qRowIndices.flatMap((index) => rows.slice(index, index + 1))
      return selectRows(scope, id, cube, chosen, dimensionsAmong(cube, qColIndices), manner)
    },
  ),
  RangeSelectHyperCubeValues: objectCommand(
    {
      qPath: text,
      qRanges: arrayOfParameter(object),
      qColumnsToSelect: optional(arrayOfParameter(integer), []),
      qOrMode: optional(boolean, false),
      ...deselecting,
    },
    async ({ scope }, { id }, { qPath, qRanges, qColumnsToSelect, qOrMode, ...manner }) => {
      refuseTooManyRanges(qRanges.length)
      const cube = await cubeAt(scope, id, qPath)
      const rows = await rowsIn(cube, await allRows(cube.result), qRanges.map(measureRange), qOrMode)
      return selectRows(scope, id, cube, rows, dimensionsAmong(cube, qColumnsToSelect), manner)
    },
  ),
  MultiRangeSelectHyperCubeValues: objectCommand(
    { qPath: text, qRanges: arrayOfParameter(object), qOrMode: optional(boolean, false), ...deselecting },
    async ({ scope }, { id }, { qPath, qRanges, qOrMode, ...manner }) => {
      const ranges = qRanges.map((part) => arrayOf(part.qRanges).map(objectOf).map(measureRange))
      // A part without ranges is compared with every row, too.
      refuseTooManyRanges(ranges.length + ranges.flat().length)
      const cube = await cubeAt(scope, id, qPath)
      const all = await allRows(cube.result)
      const chosen = new Set<Row>()
      for (const part of ranges) await eachInTurns(await rowsIn(cube, all, part, qOrMode), (row) => chosen.add(row))
      const columns = qRanges.flatMap((part) => arrayOf(part.qColumnsToSelect).map((column) => numberOf(column) ?? -1))
      return selectRows(scope, id, cube, [...chosen], dimensionsAmong(cube, columns), manner)
    },
  ),
  SelectHyperCubeContinuousRange: objectCommand(
    { qPath: text, qRanges: arrayOfParameter(object), ...softLock },
    async ({ scope }, { id }, { qPath, qRanges, ...manner }) => {
      refuseTooManyRanges(qRanges.length)
      const cube = await cubeAt(scope, id, qPath)
      const ranges = qRanges.map((range) => ({
        dimension: numberOf(range.qDimIx) ?? 0,
        contains: rangeOf(objectOf(range.qRange)),
      }))
      const rows = await filterInTurns(await allRows(cube.result), (row) =>
        ranges.some(({ dimension, contains }) => {
          const num = row[dimension]?.num
          return num !== undefined && num !== null && contains(num)
        }),
      )
      const dimensions = [...new Set(ranges.map(({ dimension }) => dimension))]
      return selectRows(scope, id, cube, rows, dimensions, manner)
    },
  ),
}
