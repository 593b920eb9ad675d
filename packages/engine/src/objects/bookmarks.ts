import { arrayOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import { defaultState } from '../selections/selection-state.js'
import type { StoredSelections } from '../selections/stored-selections.js'
import type { AppDefinition } from './app-definition.js'

/** A bookmark as one engine session sees it. */
export interface Bookmark {
  readonly id: string
  readonly title: string
  readonly origin: 'app' | 'session'
  /** Without what it selects: that may name values that the person may not see. */
  readonly properties: JsonObject
  readonly selections: StoredSelections
}

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

/** Reads the properties of a bookmark: `qInfo.qId`, the title in `qMetaDef`, and `qBookmark` with what it selects. */
export const bookmarkOf = (
  { qBookmark, ...properties }: JsonObject,
  origin: Bookmark['origin'],
  selections: StoredSelections = selectionsOf(objectOf(qBookmark)),
): Bookmark => ({
  id: textOf(objectOf(properties.qInfo).qId),
  title: textOf(objectOf(properties.qMetaDef).title),
  origin,
  properties,
  selections,
})

/** The bookmarks that an app folder stores. */
export const storedBookmarks = ({ bookmarks }: Pick<AppDefinition, 'bookmarks'>): Bookmarks =>
  new Map(bookmarks.map((properties) => bookmarkOf(properties, 'app')).map((bookmark) => [bookmark.id, bookmark]))

/** Finds a bookmark as expressions name it: by its id, else by its title. */
export const bookmarkNamed = (bookmarks: Bookmarks, name: string): Bookmark | undefined =>
  bookmarks.get(name) ?? [...bookmarks.values()].find(({ title }) => title === name)
