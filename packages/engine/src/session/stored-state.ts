import { visibleElements } from '../evaluate/field-elements.js'
import { seesEverything } from '../evaluate/visible-tables.js'
import { intersection } from '../model/symbol-set.js'
import type { DataView } from '../security/data-view.js'
import type { FieldSelection, SelectionState, Selections } from '../selections/selection-state.js'
import { emptyTimeline } from '../selections/timeline.js'
import { bytesOf, valueOf } from './kept-values.js'
import type { KeptData, KeptState, KeptTimeline } from './state-keeper.js'

/** How much of a session can be opened again. */
export type Restored = 'whole' | 'selections'

/**
 * What may be opened again of a session that was stored for later. Where its person sees the same part of the data, all of
 * it. Where it is another part, or other data cut for them: what is selected and visible now, and nothing else, as objects
 * and bookmarks may name values.
 */
export const storedStateFor = async (
  stored: KeptState,
  view: DataView,
): Promise<{ readonly kept: KeptState; readonly restored: Restored }> => {
  const bytes = stored.get('timeline')
  if (bytes === undefined) return { kept: new Map(), restored: 'selections' }
  const told = valueOf(bytes) as KeptTimeline
  if (isSamePart(told, view)) return { kept: stored, restored: isWhole(stored) ? 'whole' : 'selections' }
  const snapshot = view.snapshot.document.id
  const present = told.snapshot === snapshot ? await visiblePart(view, told.timeline.present) : new Map()
  const timeline: KeptTimeline = { snapshot, view: view.viewHash, timeline: { ...emptyTimeline, present } }
  return { kept: new Map([['timeline', bytesOf(timeline)]]), restored: 'selections' }
}

/** Hashes of views are made of element numbers, which mean other values in another snapshot. */
const isSamePart = (told: KeptData, view: DataView): boolean =>
  told.view === view.viewHash && (told.snapshot === view.snapshot.document.id || seesEverything(view))

/** Of a session that held too much, only the selections were stored. */
const isWhole = (stored: KeptState): boolean => stored.has('stateNames')

const visiblePart = async (view: DataView, selections: Selections): Promise<Selections> =>
  new Map(
    await Promise.all([...selections].map(async ([name, state]) => [name, await visibleState(view, state)] as const)),
  )

const visibleState = async (view: DataView, state: SelectionState): Promise<SelectionState> => {
  const parts = [...state].map(async ([name, selection]): Promise<readonly (readonly [string, FieldSelection])[]> => {
    const field = view.fields.get(name)
    if (!field) return []
    const values = intersection(selection.values, await visibleElements(view, field))
    return values.size === 0 ? [] : [[name, { ...selection, values }]]
  })
  return new Map((await Promise.all(parts)).flat())
}
