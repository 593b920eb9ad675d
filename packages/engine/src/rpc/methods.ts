import type { Json, JsonObject } from '../json.js'
import { bookmarkMethods, docBookmarkMethods } from './bookmark-methods.js'
import { docExpressionMethods } from './doc-expression-methods.js'
import { docInformationMethods } from './doc-information-methods.js'
import { docObjectMethods } from './doc-object-methods.js'
import { docScriptMethods } from './doc-script-methods.js'
import { docSelectionMethods } from './doc-selection-methods.js'
import { docStateMethods } from './doc-state-methods.js'
import { fieldMethods } from './field-methods.js'
import { genericObjectMethods } from './generic-object-methods.js'
import { globalInformationMethods } from './global-information-methods.js'
import { globalMethods } from './global-methods.js'
import { groupMethods } from './group-methods.js'
import { hypercubeDataMethods } from './hypercube-data-methods.js'
import { hypercubeSelectionMethods } from './hypercube-selection-methods.js'
import { dimensionMethods, measureMethods } from './library-methods.js'
import { listObjectMethods } from './list-object-methods.js'
import type { Call, Methods, Outcome } from './method.js'
import { modalSelectionMethods } from './modal-selection-methods.js'
import { pivotMethods } from './pivot-methods.js'
import { pivotSelectionMethods } from './pivot-selection-methods.js'
import { refusedGlobalMethods } from './refused-global-methods.js'
import type { Target, TargetKind } from './target.js'
import { treeMethods } from './tree-methods.js'
import { variableMethods } from './variable-methods.js'

type Catalogue = { readonly [Kind in TargetKind]: Methods<Kind> }

const catalogue: Catalogue = {
  Global: { ...globalMethods, ...globalInformationMethods, ...refusedGlobalMethods },
  Doc: {
    ...docInformationMethods,
    ...docObjectMethods,
    ...docSelectionMethods,
    ...docExpressionMethods,
    ...docScriptMethods,
    ...docStateMethods,
    ...docBookmarkMethods,
  },
  Field: fieldMethods,
  GenericObject: {
    ...genericObjectMethods,
    ...listObjectMethods,
    ...hypercubeDataMethods,
    ...hypercubeSelectionMethods,
    ...pivotMethods,
    ...pivotSelectionMethods,
    ...treeMethods,
    ...groupMethods,
    ...modalSelectionMethods,
  },
  GenericDimension: dimensionMethods,
  GenericMeasure: measureMethods,
  GenericVariable: variableMethods,
  GenericBookmark: bookmarkMethods,
}

/** A method bound to its target. */
export type BoundMethod =
  | { readonly effect: 'query'; readonly run: (call: Call) => JsonObject | Promise<JsonObject> }
  | { readonly effect: 'command' | 'task'; readonly run: (call: Call) => Outcome | Promise<Outcome> }

type Params = readonly Json[] | JsonObject

const bind = <Kind extends TargetKind>(
  methods: Methods<Kind>,
  target: Extract<Target, { kind: Kind }>,
  name: string,
  params: Params,
): BoundMethod | undefined => {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (!method) return undefined
  return method.effect === 'query'
    ? { effect: 'query', run: (call) => method.run(call, target, params) }
    : { effect: method.effect, run: (call) => method.run(call, target, params) }
}

/** Finds the method of a target by its QIX name. `undefined` where the target has no such method. */
export const methodOf = (target: Target, name: string, params: Params): BoundMethod | undefined => {
  switch (target.kind) {
    case 'Global':
      return bind(catalogue.Global, target, name, params)
    case 'Doc':
      return bind(catalogue.Doc, target, name, params)
    case 'Field':
      return bind(catalogue.Field, target, name, params)
    case 'GenericObject':
      return bind(catalogue.GenericObject, target, name, params)
    case 'GenericDimension':
      return bind(catalogue.GenericDimension, target, name, params)
    case 'GenericMeasure':
      return bind(catalogue.GenericMeasure, target, name, params)
    case 'GenericVariable':
      return bind(catalogue.GenericVariable, target, name, params)
    case 'GenericBookmark':
      return bind(catalogue.GenericBookmark, target, name, params)
  }
}

/** The names of all supported methods by the kind of object that has them, as the documentation lists them. */
export const methodNames = (): Readonly<Record<TargetKind, readonly string[]>> => ({
  Global: Object.keys(catalogue.Global),
  Doc: Object.keys(catalogue.Doc),
  Field: Object.keys(catalogue.Field),
  GenericObject: Object.keys(catalogue.GenericObject),
  GenericDimension: Object.keys(catalogue.GenericDimension),
  GenericMeasure: Object.keys(catalogue.GenericMeasure),
  GenericVariable: Object.keys(catalogue.GenericVariable),
  GenericBookmark: Object.keys(catalogue.GenericBookmark),
})
