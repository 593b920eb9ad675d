import type { ErrorCode } from '@understudy/contract'
import type { Json, JsonObject } from '../json.js'
import { bookmarkMethods, docBookmarkMethods } from './bookmark-methods.js'
import { childMethods } from './child-methods.js'
import { docCopyingMethods, objectCopyingMethods } from './copying-methods.js'
import { docEmptyMethods } from './doc-empty-methods.js'
import { docExpressionMethods } from './doc-expression-methods.js'
import { docFieldMethods } from './doc-field-methods.js'
import { docInformationMethods } from './doc-information-methods.js'
import { docObjectMethods } from './doc-object-methods.js'
import { docScriptMethods } from './doc-script-methods.js'
import { docSearchMethods } from './doc-search-methods.js'
import { docSelectionMethods } from './doc-selection-methods.js'
import { docStateMethods } from './doc-state-methods.js'
import { docTableMethods } from './doc-table-methods.js'
import { docVariableMethods } from './doc-variable-methods.js'
import { exportMethods } from './export-methods.js'
import { fieldMethods } from './field-methods.js'
import { genericObjectMethods } from './generic-object-methods.js'
import { globalInformationMethods } from './global-information-methods.js'
import { globalMethods } from './global-methods.js'
import { groupMethods } from './group-methods.js'
import { dimensionGroupMethods, docGroupMethods } from './group-state-methods.js'
import { hypercubeDataMethods } from './hypercube-data-methods.js'
import { hypercubeSelectionMethods } from './hypercube-selection-methods.js'
import { dimensionMethods, measureMethods } from './library-methods.js'
import { listObjectMethods } from './list-object-methods.js'
import type { Call, Method, Methods, Outcome } from './method.js'
import { modalSelectionMethods } from './modal-selection-methods.js'
import { oldVariableMethods } from './old-variable-methods.js'
import { readArguments } from './parameters.js'
import { pivotMethods } from './pivot-methods.js'
import { pivotSelectionMethods } from './pivot-selection-methods.js'
import { refusedDocMethods } from './refused-doc-methods.js'
import { refusedGlobalMethods } from './refused-global-methods.js'
import { refusedLibraryChanges, refusedObjectMethods, refusedPublishing } from './refused-object-methods.js'
import { tableDataMethods } from './table-data-methods.js'
import type { Target, TargetKind } from './target.js'
import { treeMethods } from './tree-methods.js'
import { variableMethods } from './variable-methods.js'

type Catalogue = { readonly [Kind in TargetKind]: Methods<Kind> }

/** Every method by the kind of object that has it. */
export const catalogue: Catalogue = {
  Global: { ...globalMethods, ...globalInformationMethods, ...refusedGlobalMethods },
  Doc: {
    ...docInformationMethods,
    ...docObjectMethods,
    ...docSelectionMethods,
    ...docExpressionMethods,
    ...docScriptMethods,
    ...docStateMethods,
    ...docFieldMethods,
    ...docSearchMethods,
    ...docTableMethods,
    ...tableDataMethods,
    ...docGroupMethods,
    ...docBookmarkMethods,
    ...docVariableMethods,
    ...docCopyingMethods,
    ...docEmptyMethods,
    ...refusedDocMethods,
  },
  Field: fieldMethods,
  GenericObject: {
    ...genericObjectMethods,
    ...childMethods,
    ...listObjectMethods,
    ...hypercubeDataMethods,
    ...hypercubeSelectionMethods,
    ...pivotMethods,
    ...pivotSelectionMethods,
    ...treeMethods,
    ...exportMethods,
    ...groupMethods,
    ...modalSelectionMethods,
    ...objectCopyingMethods,
    ...refusedObjectMethods,
  },
  GenericDimension: { ...dimensionMethods, ...dimensionGroupMethods, ...refusedLibraryChanges<'GenericDimension'>() },
  GenericMeasure: { ...measureMethods, ...refusedLibraryChanges<'GenericMeasure'>() },
  GenericVariable: variableMethods,
  GenericBookmark: { ...bookmarkMethods, ...refusedPublishing<'GenericBookmark'>() },
  Variable: oldVariableMethods,
}

/** A method bound to its target. */
export type BoundMethod =
  | {
      readonly effect: 'query'
      readonly lasting: boolean
      readonly run: (call: Call) => JsonObject | Promise<JsonObject>
    }
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
  // A method's own function takes exactly what its own parameters read.
  const args = () => readArguments(method.parameters, params) as never
  return method.effect === 'query'
    ? { effect: 'query', lasting: method.lasting === true, run: (call) => method.run(call, target, args()) }
    : { effect: method.effect, run: (call) => method.run(call, target, args()) }
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
    case 'Variable':
      return bind(catalogue.Variable, target, name, params)
  }
}

/** What becomes of the calls of a method. */
export type Fate =
  | { readonly is: 'reads' | 'changes'; readonly note?: string }
  | { readonly is: 'refused'; readonly code: ErrorCode; readonly reason: string }

const fateOf = <Kind extends TargetKind>({ effect, note, refusal, parameters }: Method<Kind>): Fate => {
  if (refusal) return { is: 'refused', ...refusal }
  const unread = Object.entries(parameters).flatMap(([name, parameter]) =>
    parameter.unread === undefined ? [] : [`\`${name}\` ${parameter.unread}`],
  )
  const notes = [...(note === undefined ? [] : [note]), ...unread]
  return { is: effect === 'query' ? 'reads' : 'changes', ...(notes.length === 0 ? {} : { note: notes.join('; ') }) }
}

const fatesOf = <Kind extends TargetKind>(methods: Methods<Kind>): ReadonlyMap<string, Fate> =>
  new Map(Object.entries(methods).map(([name, method]) => [name, fateOf<Kind>(method)]))

/** All methods by the kind of object that has them, with what becomes of their calls. */
export const methodFates: Readonly<Record<TargetKind, ReadonlyMap<string, Fate>>> = {
  Global: fatesOf(catalogue.Global),
  Doc: fatesOf(catalogue.Doc),
  Field: fatesOf(catalogue.Field),
  GenericObject: fatesOf(catalogue.GenericObject),
  GenericDimension: fatesOf(catalogue.GenericDimension),
  GenericMeasure: fatesOf(catalogue.GenericMeasure),
  GenericVariable: fatesOf(catalogue.GenericVariable),
  GenericBookmark: fatesOf(catalogue.GenericBookmark),
  Variable: fatesOf(catalogue.Variable),
}
