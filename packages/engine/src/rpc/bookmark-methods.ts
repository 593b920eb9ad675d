import { UnderstudyError } from '@understudy/contract'
import { arrayOf, booleanOf, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import { patched } from '../json-pointer.js'
import { limits } from '../limits.js'
import { type Bookmark, type Bookmarks, bookmarkOf, listedBookmarks } from '../objects/bookmarks.js'
import { dataOf } from '../objects/layout/list-layouts.js'
import { metaLayout } from '../objects/layout/meta-layout.js'
import { maxPatches, patchOf } from '../objects/patch-definition.js'
import type { Scope } from '../objects/scope.js'
import { defaultState } from '../selections/selection-state.js'
import { applyBookmark, applyVerified } from './bookmark-applying.js'
import { fieldInfos, keptLayout, keptNow } from './bookmark-content.js'
import { bookmarkLayout, bookmarkValues } from './bookmarked-selections.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { arrayOfParameter, boolean, object, optional, text, unheeded } from './parameters.js'
import { setExpression } from './set-expression.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()
const bookmarkQuery = query<'GenericBookmark'>()
const bookmarkCommand = command<'GenericBookmark'>()

/** Bookmarks that one session may make. Of temporary ones the oldest make room. */
const maxBookmarks = limits.bookmarks.most

const inSession = 'those that a client makes live in its session'

const referenceOf = (call: Call, id: string): JsonObject =>
  call.scope.bookmarks.has(id) ? referenceTo(call, { kind: 'GenericBookmark', id }, 'bookmark', id) : noReference

const found = ({ bookmarks }: Scope, id: string): Bookmark => {
  const bookmark = bookmarks.get(id)
  if (!bookmark) throw new UnderstudyError('QIX-NOT-FOUND', 'the bookmark no longer exists')
  return bookmark
}

/** @throws UnderstudyError `QIX-READ-ONLY` for those of the app */
const ownBookmark = (scope: Scope, id: string): Bookmark => {
  const bookmark = found(scope, id)
  if (bookmark.origin === 'app') throw new UnderstudyError('QIX-READ-ONLY', 'the bookmark is one of the app')
  return bookmark
}

const layoutOf = async (scope: Scope, bookmark: Bookmark): Promise<JsonObject> => {
  const selected = await bookmarkLayout(scope, bookmark)
  return {
    ...bookmark.properties,
    qInfo: { qId: bookmark.id, qType: 'bookmark' },
    qMeta: metaLayout(bookmark.properties.qMetaDef, bookmark.id, bookmark.origin),
    qBookmark: { ...selected, ...keptLayout(scope, bookmark) },
    qFieldInfos: await fieldInfos(scope, selected),
  }
}

/** A bookmark in a list, with what `qData` asks for, and its patches where `qIncludePatches` does. */
const entryOf = async (scope: Scope, bookmark: Bookmark, options: JsonObject): Promise<JsonObject> => {
  const layout = await layoutOf(scope, bookmark)
  const { qPatches, ...qBookmark } = objectOf(layout.qBookmark)
  return {
    ...layout,
    qData: await dataOf(scope, options, bookmark.properties),
    qBookmark: booleanOf(options.qIncludePatches) ? { ...qBookmark, qPatches: qPatches ?? [] } : qBookmark,
  }
}

const withBookmark = ({ scope: { bookmarks } }: Call, bookmark: Bookmark): Bookmarks => {
  const own = listedBookmarks(bookmarks).filter(({ origin }) => origin === 'session')
  if (own.length >= maxBookmarks && !bookmarks.has(bookmark.id))
    throw new UnderstudyError('QIX-LIMIT', `a session makes at most ${maxBookmarks} bookmarks`)
  return new Map(bookmarks).set(bookmark.id, bookmark)
}

const create = async (call: Call, properties: JsonObject, patchedIds: 'all' | readonly string[]) => {
  const { bookmarks } = call.scope
  const wanted = textOf(objectOf(properties.qInfo).qId)
  const isTaken = bookmarks.get(wanted)?.origin === 'app' || bookmarks.get(wanted)?.isTemporary === true
  const id = wanted === '' || isTaken ? call.createId() : wanted
  const kept = await keptNow(call.scope, {
    allVariables: booleanOf(properties.qIncludeVariables),
    patched: patchedIds,
  })
  const qInfo = { ...objectOf(properties.qInfo), qId: id, qType: 'bookmark' }
  return {
    result: { ...referenceTo(call, { kind: 'GenericBookmark', id }, 'bookmark', id), qInfo },
    bookmarks: withBookmark(call, bookmarkOf({ ...properties, qInfo }, 'session', kept)),
  }
}

const createTemporary = async (call: Call, allVariables: boolean, patchedIds: 'all' | readonly string[]) => {
  const id = call.createId()
  const kept = await keptNow(call.scope, { allVariables, patched: patchedIds })
  const bookmark = bookmarkOf({ qInfo: { qId: id, qType: 'bookmark' } }, 'session', kept)
  const bookmarks = new Map(call.scope.bookmarks).set(id, { ...bookmark, isTemporary: true })
  const temporary = [...bookmarks.values()].filter(({ isTemporary }) => isTemporary)
  for (const oldest of temporary.slice(0, -maxBookmarks)) bookmarks.delete(oldest.id)
  return { result: { qId: id, qReturn: true }, bookmarks }
}

const applyTemporary = async (scope: Scope, id: string): Promise<Outcome> => {
  const bookmark = scope.bookmarks.get(id)
  const outcome = await applyBookmark(scope, bookmark?.isTemporary ? bookmark : undefined)
  return { ...outcome, result: { qReturn: outcome.result.qSuccess ?? false } }
}

/** `[]` asks for the patches of every object that has some. */
const objectIds = optional(arrayOfParameter(text), [])
const patchedOf = (ids: readonly string[]): 'all' | readonly string[] => (ids.length === 0 ? 'all' : ids)

/** Methods of the app that make, find and apply bookmarks. */
export const docBookmarkMethods: Methods<'Doc'> = {
  CreateBookmark: docCommand({ qProp: object }, (call, _, { qProp }) => create(call, qProp, []), inSession),
  CreateBookmarkEx: docCommand(
    { qProp: object, qObjectIdsToPatch: objectIds },
    (call, _, { qProp, qObjectIdsToPatch }) => create(call, qProp, patchedOf(qObjectIdsToPatch)),
    inSession,
  ),
  CloneBookmark: docCommand(
    { qId: text },
    (call, _, { qId }) => {
      const id = call.createId()
      const bookmark = found(call.scope, qId)
      const properties = { ...bookmark.properties, qInfo: { qId: id, qType: 'bookmark' } }
      const bookmarks = withBookmark(call, { ...bookmark, id, properties, origin: 'session', isTemporary: false })
      return { result: { qCloneId: id }, bookmarks }
    },
    inSession,
  ),
  ReplaceBookmark: docCommand(
    { qId: text, qIgnorePatches: optional(boolean, false), qObjectIdsToPatch: objectIds },
    async (call, _, { qId, qIgnorePatches, qObjectIdsToPatch }) => {
      const bookmark = ownBookmark(call.scope, qId)
      const kept = await keptNow(call.scope, {
        allVariables: booleanOf(bookmark.properties.qIncludeVariables),
        patched: qIgnorePatches ? [] : patchedOf(qObjectIdsToPatch),
      })
      const patches = qIgnorePatches ? bookmark.patches : kept.patches
      return {
        result: { ...referenceOf(call, qId), qInfo: { qId, qType: 'bookmark' } },
        bookmarks: withBookmark(call, { ...bookmark, ...kept, patches }),
      }
    },
    'those of the session: bookmarks of the app are those of its folder',
  ),
  DestroyBookmark: docCommand({ qId: text }, ({ scope: { bookmarks } }, _, { qId }) => {
    if (bookmarks.get(qId)?.origin !== 'session') return { result: { qSuccess: false } }
    const left = new Map(bookmarks)
    left.delete(qId)
    return { result: { qSuccess: true }, bookmarks: left }
  }),
  GetBookmark: docQuery({ qId: text }, (call, _, { qId }) => referenceOf(call, qId)),
  GetBookmarks: docQuery({ qOptions: optional(object, {}) }, async ({ scope }, _, { qOptions }) => {
    const types = arrayOf(qOptions.qTypes)
    const isAsked = types.length === 0 || types.includes('bookmark')
    const wanted = isAsked ? listedBookmarks(scope.bookmarks) : []
    return { qList: await Promise.all(wanted.map((bookmark) => entryOf(scope, bookmark, qOptions))) }
  }),
  ApplyBookmark: docCommand({ qId: text }, ({ scope }, _, { qId }) => applyBookmark(scope, scope.bookmarks.get(qId))),
  ApplyAndVerifyBookmark: docCommand({ qId: text }, ({ scope }, _, { qId }) =>
    applyVerified(scope, scope.bookmarks.get(qId)),
  ),
  CreateTemporaryBookmark: docCommand(
    { qOptions: optional(object, {}), qObjectIdsToPatch: objectIds },
    (call, _, { qOptions, qObjectIdsToPatch }) =>
      createTemporary(
        call,
        booleanOf(qOptions.qIncludeVariables),
        booleanOf(qOptions.qIncludeAllPatches) ? 'all' : qObjectIdsToPatch,
      ),
    `in no list, until the session ends or ${maxBookmarks} newer ones were made`,
  ),
  ApplyTemporaryBookmark: docCommand({ qId: text }, ({ scope }, _, { qId }) => applyTemporary(scope, qId)),
  StoreTempSelectionState: docCommand(
    { qTTLOfTempState: unheeded('it lives as CreateTemporaryBookmark says') },
    (call) => createTemporary(call, false, []),
  ),
  RestoreTempSelectionState: docCommand({ qId: text }, ({ scope }, _, { qId }) => applyTemporary(scope, qId)),
  GetSetAnalysis: docQuery(
    { qStateName: optional(text, ''), qBookmarkId: optional(text, '') },
    async ({ scope }, _, { qStateName, qBookmarkId }) => ({
      qSetExpression: await setExpression(scope, qStateName, qBookmarkId === '' ? null : found(scope, qBookmarkId)),
    }),
  ),
}

/** `qEndIndex` is the last value of a page. */
const pageOf = (values: readonly JsonObject[], { qStartIndex, qEndIndex }: JsonObject): readonly JsonObject[] =>
  values.slice(numberOf(qStartIndex) ?? 0, (numberOf(qEndIndex) ?? 0) + 1)

/** Properties of a bookmark of the session; those of the app stay. */
const withProperties = (call: Call, id: string, change: (properties: JsonObject) => JsonObject): Outcome => {
  const bookmark = ownBookmark(call.scope, id)
  const properties: JsonObject = { ...change(bookmark.properties), qInfo: { qId: id, qType: 'bookmark' } }
  const title = textOf(objectOf(properties.qMetaDef).title)
  return { result: {}, bookmarks: withBookmark(call, { ...bookmark, title, properties }) }
}

/** Methods of a bookmark. */
export const bookmarkMethods: Methods<'GenericBookmark'> = {
  GetLayout: bookmarkQuery({}, async ({ scope }, { id }) => ({ qLayout: await layoutOf(scope, found(scope, id)) })),
  GetProperties: bookmarkQuery({}, ({ scope }, { id }) => ({ qProp: found(scope, id).properties })),
  GetInfo: bookmarkQuery({}, (_, { id }) => ({ qInfo: { qId: id, qType: 'bookmark' } })),
  Apply: bookmarkCommand({}, ({ scope }, { id }) => applyBookmark(scope, found(scope, id))),
  ApplyAndVerify: bookmarkCommand({}, ({ scope }, { id }) => applyVerified(scope, found(scope, id))),
  ApplyPatches: bookmarkCommand(
    { qPatches: arrayOfParameter(object, maxPatches) },
    (call, { id }, { qPatches }) =>
      withProperties(call, id, (properties) => {
        const next = patched(properties, qPatches.map(patchOf))
        if (!next) throw new UnderstudyError('QIX-IMPOSSIBLE', 'qPath of a patch leads nowhere in the properties')
        return next
      }),
    inSession,
  ),
  SetProperties: bookmarkCommand(
    { qProp: object },
    (call, { id }, { qProp: { qBookmark: _, ...qProp } }) => withProperties(call, id, () => qProp),
    inSession,
  ),
  GetFieldValues: bookmarkQuery(
    { qField: text, qGetExcludedValues: optional(boolean, false), qDataPage: object },
    async ({ scope }, { id }, { qField, qGetExcludedValues, qDataPage }) => {
      const values = await bookmarkValues(scope, found(scope, id), qField, qGetExcludedValues)
      return { qFieldValues: pageOf(values.get(defaultState) ?? [], qDataPage) }
    },
  ),
  GetFieldValuesEx: bookmarkQuery(
    { qField: text, qGetExcludedValues: optional(boolean, false), qDataPages: optional(object, {}) },
    async ({ scope }, { id }, { qField, qGetExcludedValues, qDataPages }) => {
      const values = await bookmarkValues(scope, found(scope, id), qField, qGetExcludedValues)
      const pages = arrayOf(qDataPages.qStatePages).map(objectOf)
      const [first = { qStartIndex: 0, qEndIndex: Number.MAX_SAFE_INTEGER }] = pages
      const isForAll = pages.length === 0 || (pages.length === 1 && textOf(first.qStateName) === '')
      return {
        qFieldValues: isForAll
          ? [...values].map(([qStateName, own]) => ({ qStateName, qFieldValues: pageOf(own, first) }))
          : pages.map((page) => ({
              qStateName: textOf(page.qStateName),
              qFieldValues: pageOf(values.get(textOf(page.qStateName)) ?? [], page),
            })),
      }
    },
  ),
  GetSetAnalysis: bookmarkQuery({ qStateName: optional(text, '') }, async ({ scope }, { id }, { qStateName }) => ({
    qSetExpression: await setExpression(scope, qStateName, found(scope, id)),
  })),
}
