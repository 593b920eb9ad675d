import type { ListObjectResult } from '../evaluate/evaluation.js'
import { parsePages } from '../objects/data-page.js'
import { listPages } from '../objects/layout/list-object-layout.js'
import { withEntry } from '../objects/object-store.js'
import type { Scope } from '../objects/scope.js'
import { choose } from './conflicting-selections.js'
import { fieldOfListAt, listAt, objectEntry } from './definition-at.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { arrayOfParameter, boolean, integer, object, optional, searchText, text } from './parameters.js'
import { rangesOf } from './ranges.js'
import { fieldsSelectedIn, selectable, selectNumbered, selectValues, softLock } from './selecting.js'

const objectQuery = query<'GenericObject'>()
const objectCommand = command<'GenericObject'>()

const withSearch = (scope: Scope, id: string, path: string, match: string | null): Outcome => {
  const entry = objectEntry(scope, id)
  const searches = new Map(entry.searches)
  if (match === null) searches.delete(path)
  else searches.set(path, match)
  return { result: { qSuccess: true }, objects: withEntry(scope.objects, { ...entry, searches }), changed: [id] }
}

const selectRows = async (
  { scope }: Call,
  id: string,
  path: string,
  passesLocks: boolean,
  picks: Parameters<ListObjectResult['elementsWhere']>[0],
): Promise<Outcome> => {
  const { result, state } = await listAt(scope, id, path)
  const selecting = selectable(scope, id, state, passesLocks)
  const values = await result.elementsWhere(picks)
  if (values.length === 0) return { result: { qSuccess: false } }
  const next = await selectValues(scope, selecting.present, result.facts, values, false)
  return choose(scope, selecting, next, fieldsSelectedIn(result.facts), 'qSuccess')
}

const selectByState = (states: readonly string[]) =>
  objectCommand({ qPath: text, ...softLock }, (call, { id }, { qPath, qSoftLock }) =>
    selectRows(call, id, qPath, qSoftLock, ({ state }) => states.includes(state)),
  )

const acceptSearch = async (
  call: Call,
  id: string,
  path: string,
  toggle: boolean,
  passesLocks: boolean,
): Promise<Outcome> => {
  const { scope } = call
  const ended = withSearch(scope, id, path, null)
  if (!objectEntry(scope, id).searches.get(path)) return { ...ended, result: {} }
  const { result, state } = await listAt(scope, id, path)
  const reachable = await result.elementsWhere((row) => row.state !== 'X' && row.state !== 'XS' && row.state !== 'XL')
  const values = reachable.length > 0 ? reachable : await result.elementsWhere(() => true)
  const selecting = selectable(scope, id, state, passesLocks)
  if (values.length === 0) return { ...ended, result: {} }
  const next = await selectValues(scope, selecting.present, result.facts, values, toggle)
  return { ...ended, ...(await choose(scope, selecting, next, fieldsSelectedIn(result.facts), 'qSuccess')), result: {} }
}

/** Methods of a generic object that concern one of its list objects. */
export const listObjectMethods: Methods<'GenericObject'> = {
  GetListObjectData: objectQuery(
    { qPath: text, qPages: arrayOfParameter(object) },
    async ({ scope }, { id }, { qPath, qPages }) => ({
      qDataPages: listPages(await listAt(scope, id, qPath), parsePages(qPages)),
    }),
  ),
  SelectListObjectValues: objectCommand(
    { qPath: text, qValues: arrayOfParameter(integer), qToggleMode: optional(boolean, false), ...softLock },
    async ({ scope }, { id }, { qPath, qValues, qToggleMode, qSoftLock }) => {
      const plain = await fieldOfListAt(scope, id, qPath)
      if (plain) {
        const where = selectable(scope, id, plain.state, qSoftLock)
        return choose(
          scope,
          where,
          await selectNumbered(scope, where.present, plain.field, qValues, qToggleMode),
          [plain.field],
          'qSuccess',
        )
      }
      const { result, state } = await listAt(scope, id, qPath)
      const selecting = selectable(scope, id, state, qSoftLock)
      const next = await selectValues(scope, selecting.present, result.facts, qValues, qToggleMode)
      return choose(scope, selecting, next, fieldsSelectedIn(result.facts), 'qSuccess')
    },
  ),
  SelectListObjectAll: objectCommand({ qPath: text, ...softLock }, (call, { id }, { qPath, qSoftLock }) =>
    selectRows(call, id, qPath, qSoftLock, () => true),
  ),
  SelectListObjectPossible: selectByState(['O', 'S', 'L']),
  SelectListObjectAlternative: selectByState(['A']),
  SelectListObjectExcluded: selectByState(['A', 'X']),
  SelectListObjectContinuousRange: objectCommand(
    { qPath: text, qRanges: arrayOfParameter(object), ...softLock },
    (call, { id }, { qPath, qRanges, qSoftLock }) => {
      const ranges = rangesOf(qRanges)
      return selectRows(
        call,
        id,
        qPath,
        qSoftLock,
        ({ num }) => num !== null && ranges.some((contains) => contains(num)),
      )
    },
  ),
  SearchListObjectFor: objectCommand(
    { qPath: text, qMatch: searchText },
    async ({ scope }, { id }, { qPath, qMatch }) => {
      await listAt(scope, id, qPath, qMatch)
      return withSearch(scope, id, qPath, qMatch)
    },
  ),
  AcceptListObjectSearch: objectCommand(
    { qPath: text, qToggleMode: optional(boolean, false), ...softLock },
    (call, { id }, { qPath, qToggleMode, qSoftLock }) => acceptSearch(call, id, qPath, qToggleMode, qSoftLock),
  ),
  AbortListObjectSearch: objectCommand({ qPath: text }, ({ scope }, { id }, { qPath }) =>
    objectEntry(scope, id).searches.has(qPath) ? { ...withSearch(scope, id, qPath, null), result: {} } : { result: {} },
  ),
}
