import { isJsonObject, type Json } from '../../json.js'
import { isUnknownTotal } from '../measure-total.js'
import { honoured, inert, isSet, onlyInPivots, onlyInTables, type Structure, structure, told } from './property.js'

/** `NxDimension`, and what lists have of it. */
export const dimensionProperties: Structure = {
  qDef: structure('NxInlineDimensionDef'),
  qOtherTotalSpec: structure('OtherTotalSpecProp'),
  qAttributeExpressions: structure('NxAttrExprDef'),
  qAttributeDimensions: structure('NxAttrDimDef'),
  ...honoured('rpc/straight-hypercubes.test.ts', 'qLibraryId'),
  ...honoured('rpc/ordered-rows.test.ts', 'qNullSuppression'),
  ...inert('cells always have element numbers', 'qIncludeElemValue'),
  qShowTotal: onlyInPivots('Totals of a dimension (qShowTotal) are shown in pivot tables only.'),
  ...honoured('testing/pivots-agree-with-oracle.test.ts', 'qTotalLabel'),
  ...honoured('rpc/limited-dimensions.test.ts', 'qOtherLabel'),
  qShowAll: told('Showing values without data (qShowAll) is not supported.'),
  ...honoured('rpc/conditional-columns.test.ts', 'qCalcCond', 'qCalcCondition'),
}

/** `NxInlineDimensionDef`. */
export const inlineDimensionProperties: Structure = {
  qSortCriterias: structure('SortCriteria'),
  qNumberPresentations: structure('FieldAttributes'),
  ...honoured('rpc/dimension-groups.test.ts', 'qGrouping', 'qActiveField'),
  ...honoured('rpc/titles.test.ts', 'qFieldDefs'),
  ...honoured('rpc/titles.test.ts', 'qFieldLabels', 'qLabelExpression'),
  ...honoured('rpc/ordered-rows.test.ts', 'qReverseSort'),
  ...inert('is a name for formulas: one that uses it is told that there is no such field', 'qAlias'),
}

const pick = (properties: Structure, ...names: readonly string[]): Structure =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)))

/** A master dimension: `qDim`. */
export const libraryDimensionProperties: Structure = {
  ...pick(inlineDimensionProperties, 'qGrouping', 'qFieldDefs', 'qFieldLabels', 'qLabelExpression', 'qAlias'),
  ...inert('tells who made it', 'qScriptGenerated', 'qOrigin'),
}

/** `NxMeasure`. */
export const measureProperties: Structure = {
  qDef: structure('NxInlineMeasureDef'),
  qSortBy: structure('SortCriteria'),
  qAttributeExpressions: structure('NxAttrExprDef'),
  qAttributeDimensions: structure('NxAttrDimDef'),
  qTrendLines: structure('NxTrendlineDef'),
  qMiniChartDef: structure('NxMiniChartDef'),
  ...honoured('rpc/straight-hypercubes.test.ts', 'qLibraryId'),
  ...honoured('rpc/conditional-columns.test.ts', 'qCalcCond', 'qCalcCondition'),
}

/** `NxInlineMeasureDef`. */
export const inlineMeasureProperties: Structure = {
  qNumFormat: structure('FieldAttributes'),
  ...honoured('rpc/titles.test.ts', 'qDef', 'qLabel', 'qLabelExpression'),
  ...honoured('rpc/ordered-rows.test.ts', 'qReverseSort'),
  ...honoured('rpc/definition-properties.test.ts', 'qExpressions', 'qActiveExpression'),
  ...inert('of several expressions the active one is shown, whatever they are called together', 'qGrouping'),
  ...inert('is for people who search for measures', 'qDescription', 'qTags'),
  qRelative: onlyInTables('Shares of the total (qRelative) are shown in straight tables only.'),
  ...honoured('rpc/measure-totals.test.ts', 'qBrutalSum'),
  qAggrFunc: told('Totals are Expr, None, Sum, Avg, Min, Max or Count (qAggrFunc).', isUnknownTotal),
  qAccumulate: onlyInTables('Values are accumulated (qAccumulate) in straight tables of one dimension only.'),
}

/** A master measure: `qMeasure`. */
export const libraryMeasureProperties: Structure = {
  ...pick(inlineMeasureProperties, 'qLabel', 'qDef', 'qGrouping', 'qExpressions', 'qActiveExpression'),
  ...pick(inlineMeasureProperties, 'qLabelExpression', 'qNumFormat'),
  ...inert('tells who made it', 'qScriptGenerated', 'qOrigin'),
}

/** `SortCriteria` of a measure: its rows are sorted by its value. */
export const measureSortProperties: Structure = {
  ...honoured('rpc/ordered-rows.test.ts', 'qSortByNumeric'),
  ...inert('decides nothing between rows of equal measures', 'qSortByLoadOrder'),
  ...inert('decides nothing, as all cells of a measure are of one state', 'qSortByState', 'qSortByGreyness'),
  ...inert('is read where rows are sorted by it', 'qExpression'),
  ...inert('texts of a measure follow its direction by number', 'qSortByAscii'),
  qSortByFrequency: told('Sorting a measure by frequency (qSortByFrequency) is not supported.'),
  qSortByExpression: told('Sorting a measure by another expression (qSortByExpression) is not supported.'),
}

/** `NxAttrExprDef`. */
export const attributeExpressionProperties: Structure = {
  qNumFormat: structure('FieldAttributes'),
  ...honoured('rpc/attributes.test.ts', 'qExpression', 'qLibraryId', 'qLabel', 'qAttribute'),
  ...honoured('rpc/definition-properties.test.ts', 'qLabelExpression'),
}

/** `NxAttrDimDef`. */
export const attributeDimensionProperties: Structure = {
  ...honoured('rpc/attributes.test.ts', 'qDef', 'qLibraryId', 'qAttribute'),
  qSortBy: structure('SortCriteria'),
}

/** `NxTrendlineDef`. */
export const trendLineProperties: Structure = honoured(
  'rpc/trend-lines.test.ts',
  'qType',
  'qXColIx',
  'qCalcR2',
  'qContinuousXAxis',
  'qMultiDimMode',
)

const miniChart = 'Charts within cells (qMiniChartDef) are not supported.'

/** `NxMiniChartDef`. */
export const miniChartProperties: Structure = {
  qDef: told(miniChart, isExpression),
  qLibraryId: told(miniChart),
  ...inert('without a definition it is nothing', 'qSortBy', 'qOtherTotalSpec', 'qMaxNumberPoints'),
  ...inert('without a definition it is nothing', 'qAttributeExpressions', 'qNullSuppression'),
}

function isExpression(value: Json): boolean {
  return !isJsonObject(value) && isSet(value)
}
