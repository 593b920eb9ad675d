import type { Json } from '../../json.js'
import { isUnknownComparison, isUnknownMode, isUnknownOrder } from '../dimension-limit.js'
import { hypercubeMode } from '../hypercube-mode.js'
import { found, honoured, inert, onlyInPivots, type Structure, structure, told } from './property.js'

/** `qHyperCubeDef`. */
export const cubeProperties: Structure = {
  qDimensions: structure('NxDimension'),
  qMeasures: structure('NxMeasure'),
  qInitialDataFetch: structure('NxPage'),
  qCalcCond: structure('ValueExpr'),
  qCalcCondition: structure('NxCalcCond'),
  qTitle: structure('StringExpr'),
  qExpansionState: structure('ExpansionData'),
  ...honoured('rpc/alternate-states.test.ts', 'qStateName'),
  ...honoured('rpc/ordered-rows.test.ts', 'qInterColumnSortOrder', 'qSuppressZero', 'qSuppressMissing'),
  qMode: told(
    'Hypercubes are of mode S, P, K or T (qMode); others are not supported.',
    (mode) => hypercubeMode(mode) === undefined,
  ),
  ...honoured('rpc/straight-hypercubes.test.ts', 'qColumnOrder'),
  ...inert('clients name the reduction when they ask for reduced data', 'qReductionMode'),
  ...inert('bounds a first page, as the bound of all pages does', 'qMaxStackedCells'),
  ...honoured('rpc/pivot-hypercubes.test.ts', 'qNoOfLeftDims', 'qAlwaysFullyExpanded'),
  ...honoured('rpc/pivot-hypercubes.test.ts', 'qIndentMode', 'qShowTotalsAbove'),
  ...inert('measures of a pivot table lie where -1 is in qInterColumnSortOrder', 'qPseudoDimPos'),
  qPopulateMissing: onlyInPivots('Combinations without data (qPopulateMissing) are shown in pivot tables only.'),
  qSortbyYValue: onlyInPivots('Values at the left are sorted by a measure (qSortbyYValue) in pivot tables only.'),
  qDynamicScript: told('Scripts that modify a hypercube (qDynamicScript) are not supported.'),
  ...honoured('rpc/modified-measures.test.ts', 'qContextSetExpression'),
  ...honoured('rpc/measure-totals.test.ts', 'qSuppressMeasureTotals'),
}

/** `NxPage`, of cubes and lists. */
export const pageProperties: Structure = honoured(
  'rpc/straight-hypercubes.test.ts',
  'qLeft',
  'qTop',
  'qWidth',
  'qHeight',
)

/** A condition without which a cube or a column is not computed. */
export const conditionProperties: Structure = {
  qCond: structure('ValueExpr'),
  qMsg: structure('StringExpr'),
}

/** `StringExpr` and `ValueExpr`. */
export const expressionProperties: Structure = honoured('rpc/failing-hypercubes.test.ts', 'qv')

/** `ExpansionData`, and `PositionMark` in it. */
export const expansionProperties: Structure = {
  qExcludeList: found(
    'Expansions of a definition (qExpansionState) are not read: a pivot table is collapsed until its session expands it.',
  ),
  qPos: structure('PositionMark'),
}

export const positionProperties: Structure = inert(
  'is of an expansion, which is not read',
  'qDimName',
  'qElemNo',
  'qElemValues',
)

/** `SortCriteria` of a dimension, or of a value of a list. */
export const sortProperties: Structure = {
  ...honoured('rpc/ordered-rows.test.ts', 'qSortByState', 'qSortByFrequency', 'qSortByNumeric', 'qSortByAscii'),
  ...honoured('rpc/ordered-rows.test.ts', 'qSortByLoadOrder', 'qSortByExpression'),
  qExpression: structure('ValueExpr'),
  qSortByGreyness: told('Sorting by greyness (qSortByGreyness) is not supported: sort by state.'),
}

/** `FieldAttributes`: a number format. */
export const formatProperties: Structure = {
  ...honoured('rpc/app-formats.test.ts', 'qType', 'qnDec', 'qUseThou', 'qFmt', 'qDec', 'qThou'),
}

const limits = 'rpc/limited-dimensions.test.ts'

/** `OtherTotalSpecProp`: which values of a dimension are shown, and a row of their total. */
export const limitProperties: Structure = {
  ...honoured(limits, 'qOtherCounted', 'qOtherLimit', 'qSuppressOther'),
  ...honoured(limits, 'qForceBadValueKeeping'),
  ...honoured('rpc/nested-limits.test.ts', 'qGlobalOtherGrouping', 'qOtherCollapseInnerDimensions'),
  qOtherMode: told('There is no such way to limit a dimension (qOtherMode).', isUnknownMode),
  qOtherLimitMode: told('There is no such comparison with a limit (qOtherLimitMode).', isUnknownComparison),
  qOtherSortMode: told('There is no such order of what is limited (qOtherSortMode).', isUnknownOrder),
  ...honoured(limits, 'qReferencedExpression'),
  qTotalMode: onlyInPivots(
    'Totals of a dimension (qTotalMode) are shown in pivot tables only.',
    (mode) => !off.has(mode),
  ),
  ...inert(
    'values are grouped by their records, which is right whatever inner values repeat',
    'qApplyEvenWhenPossiblyWrongResult',
  ),
}

/** Older clients send numbers. */
const off: ReadonlySet<Json> = new Set<Json>(['OTHER_OFF', 'TOTAL_OFF', 0, '', null])
