import { patched } from '../json-pointer.js'
import type { Bookmark } from '../objects/bookmarks.js'
import type { ObjectEntry } from '../objects/object-store.js'
import type { Scope } from '../objects/scope.js'
import { advanceAll } from '../selections/timeline.js'
import { withKeptVariables } from './bookmark-content.js'
import { warningsOf } from './bookmark-warnings.js'
import { appliedSelections } from './bookmarked-selections.js'
import { appliedGroupStates } from './group-states.js'
import type { Outcome } from './method.js'
import { withExtending } from './property-tree.js'
import { selectable } from './selecting.js'

/** Objects with the soft patches of a bookmark in place of theirs; what cannot be patched so any more stays. */
const patchedObjects = ({ objects }: Scope, { patches }: Bookmark): readonly ObjectEntry[] =>
  [...patches].flatMap(([id, softPatches]) => {
    const entry = objects.get(id)
    return entry && patched(entry.properties, softPatches) ? [{ ...entry, softPatches, stepped: new Map() }] : []
  })

/**
 * Selects what a bookmark holds in place of what is selected, sets its variables, patches its objects and turns cyclic groups.
 *
 * @throws UnderstudyError `QIX-MODAL`
 */
export const applyBookmark = async (scope: Scope, bookmark: Bookmark | undefined): Promise<Outcome> => {
  if (!bookmark) return { result: { qSuccess: false } }
  const { timeline } = selectable(scope, null)
  const { groups = [] } = bookmark
  const patchedOnes = patchedObjects(scope, bookmark)
  return {
    result: { qSuccess: true },
    timeline: advanceAll(timeline, await appliedSelections(scope, bookmark)),
    ...(bookmark.variables.size === 0 ? {} : { variables: withKeptVariables(scope, bookmark) }),
    ...(groups.length === 0 ? {} : { activeFields: appliedGroupStates(scope, groups).activeFields }),
    ...(patchedOnes.length === 0
      ? {}
      : {
          objects: new Map([...scope.objects, ...patchedOnes.map((entry) => [entry.id, entry] as const)]),
          changed: patchedOnes.flatMap(({ id }) => withExtending(scope.objects, id)),
        }),
  }
}

/** The same, telling what of it was not there. */
export const applyVerified = async (scope: Scope, bookmark: Bookmark | undefined): Promise<Outcome> => {
  const outcome = await applyBookmark(scope, bookmark)
  const { groups = [] } = bookmark ?? {}
  const told = groups.length === 0 ? {} : { qGroupStateResult: appliedGroupStates(scope, groups).qResult }
  const qWarnings = bookmark ? await warningsOf(scope, bookmark) : []
  return { ...outcome, result: { qResult: { qApplySuccess: bookmark !== undefined, qWarnings, ...told } } }
}
