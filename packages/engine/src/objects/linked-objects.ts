import { type Json, type JsonObject, objectOf } from '../json.js'
import { turnIfOver } from '../turns.js'
import { ancestorIds, effectiveProperties, type ObjectStore } from './object-store.js'

/** Objects as `GetLinkedObjects` tells them: each with the object that its tree begins with. */
export const linkedItems = (store: ObjectStore, ids: readonly string[]): readonly JsonObject[] =>
  ids.map((qId) => ({
    qRootId: [...ancestorIds(store, qId)].at(-1) ?? qId,
    qInfo: { qId, qType: store.get(qId)?.type ?? '' },
  }))

/** Whether a definition names a master item, at any depth. */
const refersTo = (value: Json | undefined, libraryId: string): boolean =>
  Array.isArray(value)
    ? value.some((member) => refersTo(member, libraryId))
    : Object.entries(objectOf(value)).some(([name, member]) =>
        name === 'qLibraryId' ? member === libraryId : refersTo(member, libraryId),
      )

/** The ids of the objects that use a master dimension or measure: their own properties, or those they extend, name it. */
export const idsOfUsers = async (store: ObjectStore, libraryId: string): Promise<readonly string[]> => {
  const found: string[] = []
  for (const entry of store.values()) {
    await turnIfOver()
    if (refersTo(effectiveProperties(store, entry), libraryId)) found.push(entry.id)
  }
  return found
}
