import { dimensionProperties } from './column-properties.js'
import { honoured, inert, type Structure, structure } from './property.js'

/** `qListObjectDef`. */
export const listProperties: Structure = {
  qDef: structure('NxInlineDimensionDef'),
  qAutoSortByState: structure('NxAutoSortByStateDef'),
  qInitialDataFetch: structure('NxPage'),
  qExpressions: structure('NxListObjectExpressionDef'),
  ...(dimensionProperties.qLibraryId ? { qLibraryId: dimensionProperties.qLibraryId } : {}),
  ...honoured('rpc/alternate-states.test.ts', 'qStateName'),
  ...honoured('rpc/list-object-methods.test.ts', 'qFrequencyMode', 'qShowAlternatives'),
  ...inert('is for data that is queried at its source', 'qDirectQuerySimplifiedView'),
}

/** `NxAutoSortByStateDef`. */
export const autoSortProperties: Structure = honoured('rpc/definition-properties.test.ts', 'qDisplayNumberOfRows')

/** `NxListObjectExpressionDef`. */
export const listExpressionProperties: Structure = honoured('rpc/list-expressions.test.ts', 'qExpr', 'qLibraryId')
