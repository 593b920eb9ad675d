/**
 * The members of a structure that an app folder holds, by name. A member that is a structure itself, or an array of them,
 * names it; of all others only the name is known here.
 */
export interface Structure {
  /** Whether members of other names are mistakes; QIX leaves those without a leading `q` to the charts. */
  readonly closed?: true
  readonly members: Readonly<Record<string, StructureName | null>>
}

export type StructureName =
  | 'manifest'
  | 'entry'
  | 'appProperties'
  | 'masterDimension'
  | 'masterMeasure'
  | 'variable'
  | 'field'
  | 'info'
  | 'object'
  | 'sheet'
  | 'cell'
  | 'cube'
  | 'dimension'
  | 'dimensionDefinition'
  | 'dimensionItem'
  | 'measure'
  | 'measureDefinition'
  | 'measureItem'
  | 'list'
  | 'attribute'
  | 'sort'
  | 'numberFormat'
  | 'fieldFormat'
  | 'page'

const plain = (...names: readonly string[]): Readonly<Record<string, null>> =>
  Object.fromEntries(names.map((name) => [name, null]))

/** Structures of the app folder and of QIX (the `Nx…` types of the published clients), with all members that these have. */
export const structures: Readonly<Record<StructureName, Structure>> = {
  manifest: { closed: true, members: plain('id', 'name', 'description', 'sources', 'sectionAccess') },
  entry: { closed: true, members: plain('qProperty', 'qChildren', 'qEmbeddedSnapshotRef') },
  appProperties: {
    members: plain(
      'qTitle',
      'qLastReloadTime',
      'qMigrationHash',
      'qSavedInProductVersion',
      'qThumbnail',
      'qHasSectionAccess',
      'qUsage',
    ),
  },
  masterDimension: { closed: true, members: { qInfo: 'info', qDim: 'dimensionItem', qMetaDef: null } },
  masterMeasure: { closed: true, members: { qInfo: 'info', qMeasure: 'measureItem', qMetaDef: null } },
  variable: {
    members: {
      ...plain(
        'qMetaDef',
        'qName',
        'qComment',
        'qNumberPresentation',
        'qIncludeInBookmark',
        'qDefinition',
        'qConstraints',
      ),
      qInfo: 'info',
    },
  },
  field: { closed: true, members: { ...plain('qName'), qNumFormat: 'fieldFormat' } },
  fieldFormat: { closed: true, members: plain('qType', 'qnDec', 'qUseThou', 'qFmt', 'qDec', 'qThou') },
  info: { closed: true, members: plain('qId', 'qType') },
  object: {
    members: {
      ...plain('qExtendsId', 'qMetaDef', 'qStateName', 'qSelectionObjectDef', 'qAppObjectListDef', 'qChildListDef'),
      ...plain('qFieldListDef', 'qDimensionListDef', 'qMeasureListDef', 'qVariableListDef', 'qBookmarkListDef'),
      ...plain('qMediaListDef', 'qUndoInfoDef', 'qStaticContentUrlDef', 'qLayoutExclude', 'qEmbeddedSnapshotDef'),
      qInfo: 'info',
      qHyperCubeDef: 'cube',
      qListObjectDef: 'list',
    },
  },
  sheet: {
    members: {
      ...plain('qExtendsId', 'qMetaDef', 'qStateName', 'qChildListDef', 'qStaticContentUrlDef', 'qLayoutExclude'),
      qInfo: 'info',
      cells: 'cell',
    },
  },
  cell: { closed: true, members: plain('name', 'type', 'col', 'row', 'colspan', 'rowspan', 'bounds') },
  cube: {
    members: {
      ...plain('qStateName', 'qInterColumnSortOrder', 'qSuppressZero', 'qSuppressMissing', 'qReductionMode', 'qMode'),
      ...plain('qPseudoDimPos', 'qNoOfLeftDims', 'qAlwaysFullyExpanded', 'qMaxStackedCells', 'qPopulateMissing'),
      ...plain('qShowTotalsAbove', 'qIndentMode', 'qCalcCond', 'qSortbyYValue', 'qTitle', 'qCalcCondition'),
      ...plain('qColumnOrder', 'qExpansionState', 'qDynamicScript', 'qContextSetExpression', 'qSuppressMeasureTotals'),
      ...plain('qLayoutExclude'),
      qDimensions: 'dimension',
      qMeasures: 'measure',
      qInitialDataFetch: 'page',
    },
  },
  dimension: {
    members: {
      ...plain('qLibraryId', 'qNullSuppression', 'qIncludeElemValue', 'qOtherTotalSpec', 'qShowTotal', 'qShowAll'),
      ...plain('qOtherLabel', 'qTotalLabel', 'qCalcCond', 'qAttributeDimensions', 'qCalcCondition'),
      qDef: 'dimensionDefinition',
      qAttributeExpressions: 'attribute',
    },
  },
  dimensionDefinition: {
    members: {
      ...plain('qGrouping', 'qFieldDefs', 'qFieldLabels', 'qReverseSort', 'qActiveField', 'qLabelExpression', 'qAlias'),
      qSortCriterias: 'sort',
      qNumberPresentations: 'numberFormat',
    },
  },
  measure: {
    members: {
      ...plain('qLibraryId', 'qAttributeDimensions', 'qCalcCond', 'qCalcCondition', 'qTrendLines', 'qMiniChartDef'),
      qDef: 'measureDefinition',
      qSortBy: 'sort',
      qAttributeExpressions: 'attribute',
    },
  },
  measureDefinition: {
    members: {
      ...plain('qLabel', 'qDescription', 'qTags', 'qGrouping', 'qDef', 'qRelative', 'qBrutalSum', 'qAggrFunc'),
      ...plain('qAccumulate', 'qReverseSort', 'qActiveExpression', 'qExpressions', 'qLabelExpression'),
      qNumFormat: 'numberFormat',
    },
  },
  dimensionItem: {
    members: plain(
      'qGrouping',
      'qFieldDefs',
      'qFieldLabels',
      'qLabelExpression',
      'qAlias',
      'qScriptGenerated',
      'qOrigin',
    ),
  },
  measureItem: {
    members: {
      ...plain('qLabel', 'qDef', 'qGrouping', 'qExpressions', 'qActiveExpression', 'qLabelExpression'),
      ...plain('qScriptGenerated', 'qOrigin'),
      qNumFormat: 'numberFormat',
    },
  },
  list: {
    members: {
      ...plain('qStateName', 'qLibraryId', 'qAutoSortByState', 'qFrequencyMode', 'qShowAlternatives', 'qExpressions'),
      ...plain('qDirectQuerySimplifiedView', 'qOtherTotalSpec', 'qAttributeDimensions', 'qNullSuppression'),
      qDef: 'dimensionDefinition',
      qInitialDataFetch: 'page',
      qAttributeExpressions: 'attribute',
    },
  },
  attribute: {
    members: {
      ...plain('qExpression', 'qLibraryId', 'qAttribute', 'qLabel', 'qLabelExpression'),
      qNumFormat: 'numberFormat',
    },
  },
  sort: {
    members: {
      ...plain('qSortByState', 'qSortByFrequency', 'qSortByNumeric', 'qSortByAscii', 'qSortByLoadOrder'),
      ...plain('qSortByExpression', 'qExpression', 'qSortByGreyness'),
    },
  },
  numberFormat: { members: plain('qType', 'qnDec', 'qUseThou', 'qFmt', 'qDec', 'qThou') },
  page: { closed: true, members: plain('qLeft', 'qTop', 'qWidth', 'qHeight') },
}
