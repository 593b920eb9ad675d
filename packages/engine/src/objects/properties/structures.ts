import * as columns from './column-properties.js'
import * as cubes from './cube-properties.js'
import * as lists from './list-properties.js'
import type { Structure, StructureName } from './property.js'

/** What becomes of each property that definitions have in the published clients. */
export const structures: Readonly<Record<StructureName, Structure>> = {
  HyperCubeDef: cubes.cubeProperties,
  ListObjectDef: lists.listProperties,
  NxDimension: columns.dimensionProperties,
  NxInlineDimensionDef: columns.inlineDimensionProperties,
  NxLibraryDimensionDef: columns.libraryDimensionProperties,
  NxMeasure: columns.measureProperties,
  NxInlineMeasureDef: columns.inlineMeasureProperties,
  NxLibraryMeasureDef: columns.libraryMeasureProperties,
  NxAttrExprDef: columns.attributeExpressionProperties,
  NxAttrDimDef: columns.attributeDimensionProperties,
  NxCalcCond: cubes.conditionProperties,
  NxTrendlineDef: columns.trendLineProperties,
  NxMiniChartDef: columns.miniChartProperties,
  NxPage: cubes.pageProperties,
  NxAutoSortByStateDef: lists.autoSortProperties,
  NxListObjectExpressionDef: lists.listExpressionProperties,
  OtherTotalSpecProp: cubes.limitProperties,
  SortCriteria: cubes.sortProperties,
  FieldAttributes: cubes.formatProperties,
  ExpansionData: cubes.expansionProperties,
  PositionMark: cubes.positionProperties,
  StringExpr: cubes.expressionProperties,
  ValueExpr: cubes.expressionProperties,
}

/** A structure within another may differ from those of the same type elsewhere. */
export const structureWithin = (outer: StructureName, of: StructureName): Structure =>
  outer === 'NxMeasure' && of === 'SortCriteria' ? columns.measureSortProperties : structures[of]
