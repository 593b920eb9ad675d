import { UnderstudyError } from '@understudy/contract'
import { arrayOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import type { Patch } from '../json-pointer.js'
import { defaultState } from '../selections/selection-state.js'
import type { StoredSelections } from '../selections/stored-selections.js'
import type { AppDefinition } from './app-definition.js'
import { patchOf } from './patch-definition.js'
import type { Variable } from './variables.js'

/** A bookmark as one engine session sees it. */
export interface Bookmark {
  readonly id: string
  readonly title: string
  readonly origin: 'app' | 'session'
  /** Without what it selects: that may name values that the person may not see. */
  readonly properties: JsonObject
  readonly selections: StoredSelections
  /**
   * Who chose what it selects. The author of the app may have chosen fields and values that the person may not see, and a
   * copy that a client makes holds them still: its `origin` does not tell.
   */
  readonly selectionsFrom: 'app' | 'session'
  /** Variables that it sets, by name. */
  readonly variables: ReadonlyMap<string, Pick<Variable, 'definition' | 'number'>>
  /** Soft patches that it gives objects, by id. */
  readonly patches: ReadonlyMap<string, readonly Patch[]>
  /** `NxGroupState`s: what cyclic master dimensions are turned to by it. */
  readonly groups?: readonly JsonObject[]
  /** Found by its id alone, and in no list. */
  readonly isTemporary: boolean
}

/** What a bookmark keeps beside its properties. */
export type Kept = Pick<Bookmark, 'selections' | 'selectionsFrom' | 'variables' | 'patches' | 'groups'>

/** Bookmarks by id. */
export type Bookmarks = ReadonlyMap<string, Bookmark>

const valueText = (value: Json): string => {
  const { qText, qNumber } = objectOf(value)
  return textOf(qText) || String(numberOf(qNumber) ?? '')
}

/** Reads `qStateData` of a bookmark's `qBookmark`: the values that are selected in each field of each state. */
const selectionsOf = (bookmark: JsonObject): StoredSelections =>
  new Map(
    arrayOf(bookmark.qStateData)
      .map(objectOf)
      .map((state) => [
        textOf(state.qStateName) || defaultState,
        new Map(
          arrayOf(state.qFieldItems)
            .map(objectOf)
            .map((item) => [textOf(objectOf(item.qDef).qName), arrayOf(item.qValues).map(valueText)] as const)
            .filter(([name, values]) => name !== '' && values.length > 0),
        ),
      ]),
  )

const variablesOf = ({ qVariableItems }: JsonObject): Kept['variables'] =>
  new Map(
    arrayOf(qVariableItems)
      .map(objectOf)
      .map(({ qName, qDefinition, qValue }) => [
        textOf(qName),
        { definition: textOf(qDefinition) || valueText(qValue ?? null), number: null },
      ]),
  )

/** A patch, or none where it cannot be read: a bookmark of an app still selects. */
const readablePatch = (patch: Json): readonly Patch[] => {
  try {
    return [patchOf(objectOf(patch))]
  } catch (error) {
    if (error instanceof UnderstudyError) return []
    throw error
  }
}

/** Patches of objects and of what is in them. */
const patchesOf = (entries: Json | undefined): readonly (readonly [string, readonly Patch[]])[] =>
  arrayOf(entries)
    .map(objectOf)
    .flatMap(({ qInfo, qPatches, qChildren }) => [
      [textOf(objectOf(qInfo).qId), arrayOf(qPatches).flatMap(readablePatch)] as const,
      ...patchesOf(qChildren),
    ])

/**
 * Reads the properties of a bookmark: `qInfo.qId`, the title in `qMetaDef`, and `qBookmark` with what it selects, sets and
 * patches.
 */
export const bookmarkOf = (
  { qBookmark, ...properties }: JsonObject,
  origin: Bookmark['origin'],
  kept: Kept = keptIn(objectOf(qBookmark)),
): Bookmark => ({
  id: textOf(objectOf(properties.qInfo).qId),
  title: textOf(objectOf(properties.qMetaDef).title),
  origin,
  properties,
  isTemporary: false,
  ...kept,
})

/** What a bookmark that an app stores keeps. */
const keptIn = (bookmark: JsonObject): Kept => ({
  selections: selectionsOf(bookmark),
  selectionsFrom: 'app',
  variables: variablesOf(bookmark),
  patches: new Map(patchesOf(bookmark.qPatches).filter(([, patches]) => patches.length > 0)),
  groups: arrayOf(bookmark.qGroupStates).map(objectOf),
})

/** Those that lists show. */
export const listedBookmarks = (bookmarks: Bookmarks): readonly Bookmark[] =>
  [...bookmarks.values()].filter(({ isTemporary }) => !isTemporary)

/** The bookmarks that an app folder stores. */
export const storedBookmarks = ({ bookmarks }: Pick<AppDefinition, 'bookmarks'>): Bookmarks =>
  new Map(bookmarks.map((properties) => bookmarkOf(properties, 'app')).map((bookmark) => [bookmark.id, bookmark]))

/** Finds a bookmark as expressions name it: by its id, else by its title. */
export const bookmarkNamed = (bookmarks: Bookmarks, name: string): Bookmark | undefined =>
  bookmarks.get(name) ?? [...bookmarks.values()].find(({ title }) => title === name)
