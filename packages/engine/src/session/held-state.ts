import { UnderstudyError } from '@understudy/contract'
import type { JsonObject } from '../json.js'
import { limits } from '../limits.js'
import type { Bookmark } from '../objects/bookmarks.js'
import type { SessionLimits } from '../rpc/method.js'
import type { SessionState } from './session-state.js'

const defaultVariables = limits.variables.most
const defaultCharacters = limits.characters.most

/** What clients make a session hold. */
type Held = Pick<SessionState, 'objects' | 'variables' | 'bookmarks'>

/** Sizes of parts of a state, which never change: a command adds few to those that are there. */
const measured = new WeakMap<object, number>()

const sizeOf = (part: object): number => {
  const known = measured.get(part)
  if (known !== undefined) return known
  const size = JSON.stringify(part instanceof Map ? [...part] : part).length
  measured.set(part, size)
  return size
}

/** The properties that the app stores: every session of it shares them. */
export const sharedProperties = ({
  objects,
  variables,
}: Pick<Held, 'objects' | 'variables'>): ReadonlySet<JsonObject> =>
  new Set([...objects.values(), ...variables.values()].map(({ properties }) => properties))

const heldCharacters = ({ objects, variables, bookmarks }: Held, shared: ReadonlySet<JsonObject>): number => {
  let size = 0
  for (const { properties } of [...objects.values(), ...variables.values()])
    if (!shared.has(properties)) size += sizeOf(properties)
  for (const { softPatches, searches, expanded } of objects.values()) {
    size += sizeOf(softPatches) + sizeOf(searches)
    for (const { expansion } of expanded.values()) size += sizeOf(expansion)
  }
  for (const bookmark of bookmarks.values()) if (bookmark.origin === 'session') size += sizeOfBookmark(bookmark)
  return size
}

const sizeOfBookmark = (bookmark: Bookmark): number => {
  let size =
    sizeOf(bookmark.properties) + sizeOf(bookmark.variables) + sizeOf(bookmark.patches) + sizeOf(bookmark.groups ?? [])
  for (const fields of bookmark.selections.values()) for (const texts of fields.values()) size += sizeOf(texts)
  return size
}

const sessionVariables = ({ variables }: Held): number => {
  let count = 0
  for (const { origin } of variables.values()) if (origin === 'session') count += 1
  return count
}

/**
 * Refuses a change after which a session would hold more than it may. What makes it hold less is never refused.
 *
 * @param shared the properties that the app stores
 * @throws UnderstudyError `QIX-LIMIT`
 */
export const refuseTooMuch = (
  before: Held,
  after: Held,
  shared: ReadonlySet<JsonObject>,
  { variables = defaultVariables, characters = defaultCharacters }: SessionLimits,
): void => {
  const same =
    before.objects === after.objects && before.variables === after.variables && before.bookmarks === after.bookmarks
  if (same) return
  const count = sessionVariables(after)
  if (count > variables && count > sessionVariables(before))
    throw new UnderstudyError('QIX-LIMIT', `a session holds at most ${variables} session variables`)
  const size = heldCharacters(after, shared)
  if (size > characters && size > heldCharacters(before, shared))
    throw new UnderstudyError('QIX-LIMIT', `a session holds at most ${characters} characters of JSON`)
}
