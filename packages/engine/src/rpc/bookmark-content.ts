import { describeField } from '../evaluate/visible-fields.js'
import { arrayOf, type JsonObject, objectOf, textOf } from '../json.js'
import type { Bookmark, Kept } from '../objects/bookmarks.js'
import { patchesLayout } from '../objects/layout/patches-layout.js'
import type { Scope } from '../objects/scope.js'
import type { Variable } from '../objects/variables.js'
import { storedSelections } from './bookmarked-selections.js'
import { groupStates } from './group-states.js'

/** What a new bookmark is to keep beside selections. */
export interface Keeping {
  /** All variables, not only those that say that bookmarks keep them. */
  readonly allVariables: boolean
  /** Ids of the objects whose soft patches it keeps; `'all'` for every one that has some. */
  readonly patched: 'all' | readonly string[]
}

const keptVariables = ({ variables }: Scope, all: boolean): Kept['variables'] =>
  new Map(
    [...variables.values()]
      .filter(({ properties }) => all || properties.qIncludeInBookmark === true)
      .map(({ name, definition, number }) => [name, { definition, number }]),
  )

const keptPatches = ({ objects }: Scope, patched: Keeping['patched']): Kept['patches'] =>
  new Map(
    [...objects.values()]
      .filter(({ id, softPatches }) => softPatches.length > 0 && (patched === 'all' || patched.includes(id)))
      .map(({ id, softPatches }) => [id, softPatches]),
  )

/**
 * What a bookmark of this moment keeps.
 *
 * @throws UnderstudyError `QIX-LIMIT`
 */
export const keptNow = async (scope: Scope, { allVariables, patched }: Keeping): Promise<Kept> => ({
  selections: await storedSelections(scope),
  selectionsFrom: 'session',
  variables: keptVariables(scope, allVariables),
  patches: keptPatches(scope, patched),
  groups: groupStates(scope),
})

/** `qVariableItems`, `qPatches` and `qGroupStates` of a bookmark. */
export const keptLayout = ({ objects }: Scope, { variables, patches, groups = [] }: Bookmark): JsonObject => ({
  qGroupStates: groups,
  qVariableItems: [...variables].map(([qName, { definition }]) => ({ qName, qValue: {}, qDefinition: definition })),
  qPatches: patchesLayout(objects, patches),
})

/** How many values of each field it selects and how many it does not, as far as the person may see them. */
export const fieldInfos = ({ moment: { view } }: Scope, bookmark: JsonObject): Promise<readonly JsonObject[]> =>
  Promise.all(
    arrayOf(bookmark.qStateData)
      .flatMap((state) => arrayOf(objectOf(state).qFieldItems).map(objectOf))
      .map(async ({ qDef, qValues }) => {
        const qFieldName = textOf(objectOf(qDef).qName)
        const qValuesCount = arrayOf(qValues).length
        const field = view.fields.get(qFieldName)
        const visible = field ? (await describeField(view, field)).cardinality : qValuesCount
        return { qFieldName, qValuesCount, qExcludedValuesCount: visible - qValuesCount }
      }),
  )

/** Variables as a bookmark sets them; those that there are not are left out. */
export const withKeptVariables = ({ variables }: Scope, bookmark: Bookmark): ReadonlyMap<string, Variable> => {
  const next = new Map(variables)
  for (const variable of variables.values()) {
    const kept = bookmark.variables.get(variable.name)
    if (!kept || (kept.definition === variable.definition && kept.number === variable.number)) continue
    const properties = { ...variable.properties, qDefinition: kept.definition }
    next.set(variable.id, { ...variable, ...kept, properties })
  }
  return next
}
