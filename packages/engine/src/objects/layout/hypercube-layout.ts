import { UnderstudyError } from '@understudy/contract'
import type { ColumnError } from '../../evaluate/evaluation.js'
import { type Json, type JsonObject, objectOf, textOf } from '../../json.js'
import { sameInAll } from '../../selections/timeline.js'
import type { DimensionColumn, MeasureColumn } from '../column-definition.js'
import { hypercubeWithFields } from '../definitions-with-fields.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { SteppedFields } from '../object-store.js'
import type { ExpandedCube } from '../pivot/expansion.js'
import { pivotPages, pivotSize } from '../pivot/pivot-pages.js'
import { headerTexts, shownPivot } from '../pivot/shown-pivot.js'
import { inState, type Scope, selectedHere } from '../scope.js'
import { evaluateTree } from '../tree/tree-cube.js'
import { trendLines } from '../trend-lines/trend-line-layout.js'
import { attributeInfos } from './attributes.js'
import { measureCell, stateLayout } from './cell-layout.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'
import { dimensionInfo, dimensionTitles, measureInfo } from './column-info.js'
import { heldSelection } from './dimension-selection.js'
import { evaluatedAttributes } from './evaluated-attributes.js'
import { type EvaluatedCube, evaluateCube, straightPages } from './evaluated-cube.js'
import { titleText } from './expression.js'
import { withHiddenColumns } from './hidden-columns.js'
import { conditionFailure, shownColumns } from './shown-columns.js'
import { evaluateStacked, stackedPages } from './stacked-cube.js'

/** QIX's numbers for what a cube itself can fail with. */
const errorCodes = { pagesTooLarge: 7009 } as const

interface Columns {
  readonly cube: EvaluatedCube | null
  readonly errors: readonly ColumnError[]
}

const columnInfos = async (scope: Scope, definition: HypercubeDefinition, { cube, errors }: Columns) => {
  const { dimensions, measures } = definition
  const dimensionNames = await Promise.all(dimensions.map((column) => dimensionTitles(scope, column)))
  const titles = await Promise.all(measures.map((column) => titleText(scope, column.title)))
  const errorOf = (index: number): JsonObject | undefined => {
    const error = errors.find(({ column }) => column === index) ?? measures[index - dimensions.length]?.failure
    return error && errorLayout(error.code, error.message)
  }
  const attributes = cube?.attributes ?? (await evaluatedAttributes(scope, definition, null, false))
  const attributesOf = (column: DimensionColumn | MeasureColumn) => attributeInfos(attributes.of(column.attributes))
  const present = selectedHere(scope)
  const lines = cube ? await trendLines(cube) : []
  return {
    qDimensionInfo: dimensions.map((column, index) => {
      const facts = cube?.result.dimensions[index]
      return dimensionInfo(
        column,
        dimensionNames[index] ?? noTitles,
        facts,
        heldSelection(present, facts),
        errorOf(index),
        attributesOf(column),
      )
    }),
    qMeasureInfo: measures.map((column, index) => {
      const at = dimensions.length + index
      const facts = cube?.result.measures[index]
      return measureInfo(column, titles[index] ?? '', facts, errorOf(at), attributesOf(column), lines[index])
    }),
  }
}

const noTitles = { title: '', groupTitles: [] }

const emptyCube: JsonObject = {
  qSize: { qcx: 0, qcy: 0 },
  qGrandTotalRow: [],
  qDataPages: [],
  qPivotDataPages: [],
  qStackedDataPages: [],
  qNoOfLeftDims: -1,
  qIndentMode: false,
  qHasOtherValues: false,
  qTreeNodesOnDim: [],
}

const failedCube = async (
  scope: Scope,
  definition: HypercubeDefinition,
  errors: readonly ColumnError[],
  error: JsonObject,
  message = '',
): Promise<JsonObject> => ({
  ...emptyCube,
  qMode: definition.mode,
  qError: error,
  ...(await columnInfos(scope, definition, { cube: null, errors })),
  qEffectiveInterColumnSortOrder: definition.interColumnSortOrder,
  qColumnOrder: [],
  qTitle: await titleText(scope, definition.title),
  ...(message === '' ? {} : { qCalcCondMsg: message }),
})

const grandTotals = ({ definition, result, formats }: EvaluatedCube): readonly JsonObject[] =>
  definition.measures.map((measure, index) =>
    measureCell(
      result.grandTotal[index] ?? { num: null, text: null, elem: -1 },
      formats[index] ?? measure.numberFormat,
    ),
  )

const cubeLayout = async (scope: Scope, cube: EvaluatedCube, pages: JsonObject): Promise<JsonObject> => ({
  ...emptyCube,
  qMode: cube.definition.mode,
  ...stateLayout(cube.definition.stateName),
  ...(await columnInfos(scope, cube.definition, { cube, errors: [] })),
  qEffectiveInterColumnSortOrder: cube.result.effectiveSortOrder.filter((column) => column < cube.columns),
  qHasOtherValues: cube.result.hasOthers,
  qGrandTotalRow: cube.definition.hasTotals ? grandTotals(cube) : [],
  qColumnOrder: cube.definition.columnOrder,
  qTitle: await titleText(scope, cube.definition.title),
  ...pages,
})

const columnFailure = (
  scope: Scope,
  definition: HypercubeDefinition,
  errors: readonly ColumnError[],
): Promise<JsonObject> => {
  const [first] = errors
  return failedCube(scope, definition, errors, errorLayout(first?.code ?? 0, first?.message ?? ''))
}

const straightLayout = async (scope: Scope, definition: HypercubeDefinition, frozen: boolean): Promise<JsonObject> => {
  const outcome = await evaluateCube(scope, definition, frozen)
  if (!outcome.ok) return columnFailure(scope, definition, outcome.errors)
  const { cube } = outcome
  return cubeLayout(scope, cube, {
    qSize: { qcx: cube.columns, qcy: cube.result.rowCount },
    qDataPages: await straightPages(cube, definition.initialFetch),
  })
}

const stackedLayout = async (scope: Scope, definition: HypercubeDefinition, frozen: boolean): Promise<JsonObject> => {
  const outcome = await evaluateStacked(scope, definition, frozen)
  if (!outcome.ok) return columnFailure(scope, definition, outcome.errors)
  const { stacked } = outcome
  return cubeLayout(scope, stacked.cube, {
    qSize: { qcx: stacked.size.columns, qcy: stacked.size.rows },
    qNoOfLeftDims: 1,
    qStackedDataPages: stackedPages(stacked, definition.initialFetch),
  })
}

const pivotLayout = async (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
  expanded: ExpandedCube | undefined,
): Promise<JsonObject> => {
  const outcome = await shownPivot(scope, definition, expanded?.expansion, frozen)
  if (!outcome.ok) return columnFailure(scope, definition, outcome.errors)
  const { table } = outcome
  const { pivot } = definition
  const { columns, rows } = pivotSize(table)
  const turned = expanded?.turnedAt
  return cubeLayout(scope, table.cube, {
    qSize: { qcx: columns, qcy: rows },
    qGrandTotalRow: [],
    qEffectiveInterColumnSortOrder: [...pivot.left, ...pivot.top],
    qNoOfLeftDims: pivot.left.length,
    qIndentMode: pivot.indented,
    qColumnOrder: [],
    qPivotDataPages: pivotPages(table, await headerTexts(scope, definition), definition.initialFetch),
    // Charts keep their place on the page after an expansion, and begin anew after a selection.
    ...(turned && sameInAll(turned.selections, scope.moment.timeline.present)
      ? { qLastExpandedPos: { qx: turned.column, qy: turned.row } }
      : {}),
  })
}

/** A tree has no pages of its own: clients ask for its nodes. */
const treeLayout = async (scope: Scope, definition: HypercubeDefinition, frozen: boolean): Promise<JsonObject> => {
  const outcome = await evaluateTree(scope, definition, frozen)
  if (!outcome.ok) return columnFailure(scope, definition, outcome.errors)
  const { tree } = outcome
  return cubeLayout(scope, tree.cube, {
    qSize: { qcx: 1, qcy: tree.rowCount },
    qGrandTotalRow: [],
    qNoOfLeftDims: tree.levels.length,
    qEffectiveInterColumnSortOrder: tree.levels,
    qTreeNodesOnDim: tree.counts,
    qColumnOrder: [],
  })
}

/**
 * `qHyperCube` of a `qHyperCubeDef`, with the pages that it asks to come along. Whatever is wrong with the definition is
 * told by `qError` in this layout: neither the session nor another object is concerned.
 */
export const hypercubeLayout = async (
  around: Scope,
  value: Json,
  frozen: boolean,
  expanded?: ExpandedCube,
  steppedTo: SteppedFields = new Map(),
): Promise<JsonObject> => {
  const scope = inState(around, textOf(objectOf(value).qStateName))
  const definition = await hypercubeWithFields(scope, value, steppedTo, frozen)
  const condition = await conditionFailure(scope, definition.calculationCondition)
  if (condition !== null)
    return failedCube(scope, definition, [], errorLayout(columnErrorCodes.calculationCondition, condition), condition)
  const shown = await shownColumns(scope, definition)
  try {
    const layout = await evaluatedLayout(scope, shown.definition, frozen, expanded)
    return await withHiddenColumns(scope, definition, shown, layout)
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'QIX-PAGES-TOO-LARGE') throw error
    return failedCube(scope, definition, [], errorLayout(errorCodes.pagesTooLarge, error.detail))
  }
}

const evaluatedLayout = (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
  expanded: ExpandedCube | undefined,
): Promise<JsonObject> => {
  switch (definition.mode) {
    case 'S':
      return straightLayout(scope, definition, frozen)
    case 'K':
      return stackedLayout(scope, definition, frozen)
    case 'P':
      return pivotLayout(scope, definition, frozen, expanded)
    case 'T':
      return treeLayout(scope, definition, frozen)
  }
}
