import { UnderstudyError } from '@understudy/contract'
import { type JsonObject, objectOf, textOf } from '../json.js'
import { type Bookmark, bookmarkOf } from '../objects/bookmarks.js'
import { metaLayout } from '../objects/layout/meta-layout.js'
import type { Scope } from '../objects/scope.js'
import { advanceAll } from '../selections/timeline.js'
import { appliedSelections, bookmarkLayout, storedSelections } from './bookmarked-selections.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { object, optional, text } from './parameters.js'
import { selectable } from './selecting.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()
const bookmarkQuery = query<'GenericBookmark'>()

/** Bookmarks that one session may make. */
const maxBookmarks = 100

const referenceOf = (call: Call, id: string): JsonObject =>
  call.scope.bookmarks.has(id) ? referenceTo(call, { kind: 'GenericBookmark', id }, 'bookmark', id) : noReference

const found = ({ bookmarks }: Scope, id: string): Bookmark => {
  const bookmark = bookmarks.get(id)
  if (!bookmark) throw new UnderstudyError('QIX-NOT-FOUND', 'the bookmark no longer exists')
  return bookmark
}

const layoutOf = async (scope: Scope, bookmark: Bookmark): Promise<JsonObject> => ({
  ...bookmark.properties,
  qInfo: { qId: bookmark.id, qType: 'bookmark' },
  qMeta: metaLayout(bookmark.properties.qMetaDef, bookmark.id, bookmark.origin),
  qBookmark: await bookmarkLayout(scope, bookmark),
})

const apply = async (scope: Scope, bookmark: Bookmark | undefined): Promise<Outcome> => {
  if (!bookmark) return { result: { qSuccess: false } }
  const { timeline } = selectable(scope, null)
  return { result: { qSuccess: true }, timeline: advanceAll(timeline, await appliedSelections(scope, bookmark)) }
}

/** Methods of the app that make, find and apply bookmarks. Those that a client makes live in its session. */
export const docBookmarkMethods: Methods<'Doc'> = {
  CreateBookmark: docCommand({ qProp: object }, async (call, _, { qProp }) => {
    const { bookmarks } = call.scope
    const own = [...bookmarks.values()].filter(({ origin }) => origin === 'session')
    const wanted = textOf(objectOf(qProp.qInfo).qId)
    const id = wanted === '' || bookmarks.get(wanted)?.origin === 'app' ? call.createId() : wanted
    if (own.length >= maxBookmarks && !bookmarks.has(id))
      throw new UnderstudyError('QIX-LIMIT', `a session makes at most ${maxBookmarks} bookmarks`)
    const properties = { ...qProp, qInfo: { ...objectOf(qProp.qInfo), qId: id, qType: 'bookmark' } }
    const bookmark = bookmarkOf(properties, 'session', await storedSelections(call.scope))
    return {
      result: referenceTo(call, { kind: 'GenericBookmark', id }, 'bookmark', id),
      bookmarks: new Map(bookmarks).set(id, bookmark),
    }
  }),
  DestroyBookmark: docCommand({ qId: text }, ({ scope: { bookmarks } }, _, { qId }) => {
    if (bookmarks.get(qId)?.origin !== 'session') return { result: { qSuccess: false } }
    const left = new Map(bookmarks)
    left.delete(qId)
    return { result: { qSuccess: true }, bookmarks: left }
  }),
  GetBookmark: docQuery({ qId: text }, (call, _, { qId }) => referenceOf(call, qId)),
  GetBookmarks: docQuery({ qOptions: optional(object, {}) }, async ({ scope }) => ({
    qList: await Promise.all([...scope.bookmarks.values()].map((bookmark) => layoutOf(scope, bookmark))),
  })),
  ApplyBookmark: docCommand({ qId: text }, ({ scope }, _, { qId }) => apply(scope, scope.bookmarks.get(qId))),
}

/** Methods of a bookmark. */
export const bookmarkMethods: Methods<'GenericBookmark'> = {
  GetLayout: bookmarkQuery({}, async ({ scope }, { id }) => ({ qLayout: await layoutOf(scope, found(scope, id)) })),
  GetProperties: bookmarkQuery({}, ({ scope }, { id }) => ({ qProp: found(scope, id).properties })),
  GetInfo: bookmarkQuery({}, (_, { id }) => ({ qInfo: { qId: id, qType: 'bookmark' } })),
  Apply: command<'GenericBookmark'>()({}, ({ scope }, { id }) => apply(scope, found(scope, id))),
}
