import { honoured, inert } from '../objects/properties/property.js'

/** What becomes of a member of an option or of the definition of a list. */
type Option =
  | { readonly is: 'honoured'; readonly test: string }
  | { readonly is: 'inert'; readonly why: string }
  /** A call that asks for it is refused, as a test shows. */
  | { readonly is: 'refused'; readonly test: string; readonly why: string }

export type OptionStructure = Readonly<Record<string, Option>>

const refused = (test: string, why: string, ...names: readonly string[]): OptionStructure =>
  Object.fromEntries(names.map((name) => [name, { is: 'refused', test, why } as const]))

const bookmarks = 'rpc/bookmarks.test.ts'
const contents = 'rpc/bookmark-contents.test.ts'
const objects = 'rpc/doc-methods.test.ts'
const variables = 'rpc/variable-methods.test.ts'
const searches = 'rpc/doc-search-methods.test.ts'
const selecting = 'rpc/hypercube-selections.test.ts'
const scripts = 'rpc/doc-script-methods.test.ts'
const trees = 'rpc/tree-hypercubes.test.ts'
const points = 'rpc/point-data.test.ts'

const oneKind = (list: string) => inert(`the list is one of ${list}`, 'qType')
const page = (test: string) => honoured(test, 'qOffset', 'qCount')

/** The structures that methods take as parameters, and the definitions of lists, by the names of the published clients. */
export const optionStructures: Readonly<Record<string, OptionStructure>> = {
  AppObjectListDef: honoured(objects, 'qType', 'qData'),
  ChildListDef: honoured(objects, 'qData'),
  BookmarkListDef: { ...oneKind('bookmarks'), ...honoured(bookmarks, 'qData', 'qIncludePatches') },
  DimensionListDef: { ...oneKind('master dimensions'), ...honoured(objects, 'qData') },
  MeasureListDef: { ...oneKind('master measures'), ...honoured(objects, 'qData') },
  VariableListDef: {
    ...oneKind('variables'),
    ...honoured(variables, 'qData', 'qShowSession'),
    ...inert('there are none: settings of a script are none of its variables', 'qShowReserved', 'qShowConfig'),
  },
  FieldListDef: {
    ...inert('there are no such fields', 'qShowSystem', 'qShowHidden', 'qShowSemantic', 'qShowDefinitionOnly'),
    ...inert('there are no such fields', 'qShowImplicit'),
    ...honoured('rpc/derived-fields.test.ts', 'qShowDerivedFields'),
    ...inert('the tables of a field are always told', 'qShowSrcTables'),
  },
  SelectionObjectDef: honoured('rpc/alternate-states.test.ts', 'qStateName'),
  NxGetObjectOptions: honoured(objects, 'qTypes', 'qIncludeSessionObjects', 'qData'),
  NxGetBookmarkOptions: honoured(bookmarks, 'qTypes', 'qData', 'qIncludePatches'),
  NxTempBookmarkOptions: honoured(contents, 'qIncludeVariables', 'qIncludeAllPatches'),
  GenericBookmarkProperties: {
    ...honoured(contents, 'qInfo', 'qMetaDef', 'qIncludeVariables'),
    ...inert('values are always kept, and no searches', 'qDistinctValues'),
  },
  BookmarkFieldPage: honoured(contents, 'qStartIndex', 'qEndIndex'),
  BookmarkStateFieldPages: honoured(contents, 'qStatePages'),
  GenericVariableProperties: {
    ...honoured(variables, 'qInfo', 'qMetaDef', 'qName', 'qComment', 'qDefinition', 'qConstraints'),
    ...honoured(contents, 'qIncludeInBookmark'),
    ...inert('a variable is shown as its definition writes it', 'qNumberPresentation'),
  },
  GenericVariableConstraints: honoured(variables, 'qType', 'qValuesText', 'qValuesNum'),
  NxVariableProperties: {
    ...honoured(variables, 'qName', 'qIncludeInBookmark'),
    ...inert('is kept for those who read it', 'qNumberPresentation', 'qUsePredefListedValues', 'qPreDefinedList'),
  },
  NxFieldProperties: honoured('rpc/one-and-only-one.test.ts', 'qOneAndOnlyOne'),
  FieldValue: honoured('rpc/conditional-columns.test.ts', 'qText', 'qIsNumeric', 'qNumber'),
  FieldOrColumn: honoured('rpc/table-data-methods.test.ts', 'qFieldName', 'qTableName'),
  DoReloadExParams: {
    ...refused(scripts, 'a script ends at its first error', 'qMode'),
    ...refused(scripts, 'reloads are never partial, debugged or cut short', 'qPartial', 'qDebug', 'qRowLimit'),
    ...inert('a reload is known by its session', 'qReloadId'),
    ...inert('nothing is stored', 'qSkipStore'),
  },
  SearchCombinationOptions: honoured(searches, 'qSearchFields', 'qContext', 'qCharEncoding', 'qAttributes'),
  SearchObjectOptions: honoured(searches, 'qAttributes', 'qCharEncoding'),
  SearchValueOptions: honoured(searches, 'qSearchFields'),
  SearchPage: {
    ...page(searches),
    ...honoured(searches, 'qMaxNbrFieldMatches', 'qGroupOptions', 'qGroupItemOptions'),
  },
  SearchValuePage: { ...page(searches), ...honoured(searches, 'qMaxNbrFieldMatches') },
  SearchGroupOptions: { ...page(searches), ...inert('groups are of one type', 'qGroupType') },
  SearchGroupItemOptions: { ...page(searches), ...inert('items of a group are of one type', 'qGroupItemType') },
  NxPatch: honoured('rpc/linked-objects.test.ts', 'qOp', 'qPath', 'qValue'),
  QRange: honoured(selecting, 'qMin', 'qMax', 'qMinInclEq', 'qMaxInclEq'),
  NxRangeSelectInfo: honoured(selecting, 'qRange', 'qMeasureIx'),
  NxMultiRangeSelectInfo: honoured(selecting, 'qRanges', 'qColumnsToSelect'),
  NxContinuousRangeSelectInfo: honoured('rpc/calculated-dimensions.test.ts', 'qRange', 'qDimIx'),
  NxSelectionCell: honoured('rpc/pivot-selections.test.ts', 'qType', 'qCol', 'qRow'),
  NxDataAreaPage: honoured(points, 'qLeft', 'qTop', 'qWidth', 'qHeight'),
  NxContinuousDataOptions: {
    ...honoured(points, 'qStart', 'qEnd', 'qNbrPoints', 'qMaxNumberLines'),
    ...inert('charts make their own ticks', 'qMaxNbrTicks'),
  },
  NxTreeDataOption: honoured(trees, 'qMaxNbrOfNodes', 'qTreeNodes', 'qTreeLevels'),
  NxPageTreeNode: honoured(trees, 'qArea', 'qAllValues'),
  NxPageTreeLevel: honoured(trees, 'qLeft', 'qDepth'),
}
