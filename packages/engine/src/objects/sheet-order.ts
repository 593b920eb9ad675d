import { numberOf, objectOf, textOf } from '../json.js'
import { effectiveProperties, type ObjectEntry, type ObjectStore } from './object-store.js'

/** Where a sheet stands: by its `rank`, one without a rank after all others, then by its title. */
interface Place {
  readonly rank: number
  readonly title: string
}

const placeOf = (objects: ObjectStore, sheet: ObjectEntry): Place => {
  const { rank, qMetaDef } = effectiveProperties(objects, sheet)
  return { rank: numberOf(rank) ?? Number.POSITIVE_INFINITY, title: textOf(objectOf(qMetaDef).title) }
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const compare = (one: Place, other: Place): number => {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1
  return byText(one.title.toLowerCase(), other.title.toLowerCase()) || byText(one.title, other.title)
}

/**
 * Puts the sheets among objects into the order in which readers turn them. Other objects keep their places, and so do
 * sheets of equal rank and title: whoever lists objects gets them as they are stored.
 */
export const inSheetOrder = (objects: ObjectStore, entries: readonly ObjectEntry[]): ObjectEntry[] => {
  const sheets = entries
    .filter(({ type }) => type === 'sheet')
    .map((entry) => ({ entry, place: placeOf(objects, entry) }))
    .sort((one, other) => compare(one.place, other.place))
    .values()
  return entries.map((entry) => (entry.type === 'sheet' ? (sheets.next().value?.entry ?? entry) : entry))
}
