import type { ObjectEntry } from '../objects/object-store.js'
import type { Target } from '../rpc/target.js'
import { emptyTimeline, endModal, type SelectionTimeline } from '../selections/timeline.js'
import type { KeptHandles } from './handle-table.js'
import { bytesOf, valueOf } from './kept-values.js'
import type { SessionState } from './session-state.js'

/** What makes a session what it is beside its data, as bytes by key. */
export type KeptState = ReadonlyMap<string, Uint8Array>

/** What changed of it; `null` takes a value away. */
export type KeptChanges = ReadonlyMap<string, Uint8Array | null>

/** The data that symbols are of. */
export interface KeptData {
  /** Tells a snapshot from others. */
  readonly snapshot: string
  /** Tells what the person sees of it. */
  readonly view: string
}

/** The selections with their history, as they are kept. */
export interface KeptTimeline extends KeptData {
  readonly timeline: SelectionTimeline
}

/** What the app stores, which is not kept: it comes with the data. */
export type StoredState = Pick<SessionState, 'objects' | 'variables' | 'bookmarks'>

/** Writes down what a session becomes, so that it can be opened again elsewhere. */
export interface StateKeeper {
  readonly state: (state: SessionState, stored: StoredState, data: KeptData) => void
  /** A handle of a client was opened or closed. */
  readonly handle: (client: number, handle: number, target: Target | null) => void
  readonly forget: (client: number) => void
  /** Tells what changed since the last time. */
  readonly flush: () => void
}

const kinds = ['objects', 'variables', 'bookmarks'] as const

type Kind = (typeof kinds)[number]

/** What is kept as it is: every member of a state that is not kept by its parts. */
const others: { readonly [Name in Exclude<keyof SessionState, Kind | 'timeline'>]: Name } = {
  stateNames: 'stateNames',
  activeFields: 'activeFields',
  script: 'script',
}

/** Bytes of the selections with their history; of a longer one the oldest steps are not kept. */
const mostTimelineBytes = 512 * 1024

/** @param keep is told of changes */
export const createStateKeeper = (keep: (changes: KeptChanges) => void): StateKeeper => {
  const told = new Map<string, unknown>()
  let changes = new Map<string, Uint8Array | null>()
  let before: { readonly state: SessionState; readonly stored: StoredState } | undefined

  const put = (key: string, part: unknown, bytes: () => Uint8Array | null): void => {
    if (told.has(key) && told.get(key) === part) return
    told.set(key, part)
    changes.set(key, bytes())
  }

  const take = (key: string): void => {
    if (told.delete(key)) changes.set(key, null)
  }

  const putParts = (kind: Kind, state: SessionState, stored: StoredState): void => {
    if (before?.state[kind] === state[kind] && before.stored[kind] === stored[kind]) return
    const [now, always]: readonly [ReadonlyMap<string, object>, ReadonlyMap<string, object>] = [
      state[kind],
      stored[kind],
    ]
    const prefix = `${kind} `
    for (const key of [...told.keys()])
      if (key.startsWith(prefix) && now.get(key.slice(prefix.length)) === always.get(key.slice(prefix.length)))
        take(key)
    for (const [id, part] of now)
      if (always.get(id) !== part) put(prefix + id, part, () => bytesOf(withoutStored(part, always.get(id))))
    for (const id of always.keys()) if (!now.has(id)) put(prefix + id, null, () => bytesOf(null))
  }

  return {
    state: (state, stored, data) => {
      put('timeline', state.timeline, () => timelineBytes(state.timeline, data))
      for (const name of Object.values(others)) put(name, state[name], () => bytesOf(state[name]))
      for (const kind of kinds) putParts(kind, state, stored)
      before = { state, stored }
    },
    handle: (client, handle, target) => {
      if (target === null) return take(handleKey(client, handle))
      put(handleKey(client, handle), target, () => bytesOf(target))
      put(`client ${client}`, handle, () => bytesOf(handle))
    },
    forget: (client) => {
      take(`client ${client}`)
      for (const key of [...told.keys()]) if (key.startsWith(`handle ${client} `)) take(key)
    },
    flush: () => {
      if (changes.size === 0) return
      keep(changes)
      changes = new Map()
    },
  }
}

/** Keeps nothing. */
export const noKeeper: StateKeeper = {
  state: () => undefined,
  handle: () => undefined,
  forget: () => undefined,
  flush: () => undefined,
}

const handleKey = (client: number, handle: number): string => `handle ${client} ${handle}`

/** Properties that the app stores are not written: they are shared, and come with the data. */
const withoutStored = (part: object, stored: object | undefined): object =>
  stored !== undefined && 'properties' in part && part.properties === (stored as ObjectEntry).properties
    ? { ...part, properties: null }
    : part

const timelineBytes = (timeline: SelectionTimeline, data: KeptData): Uint8Array | null => {
  for (let steps = Math.max(timeline.past.length, timeline.future.length); ; steps = Math.floor(steps / 4)) {
    const past = steps === 0 ? [] : timeline.past.slice(-steps)
    const bytes = bytesOf({ ...data, timeline: { ...timeline, past, future: timeline.future.slice(0, steps) } })
    if (bytes.length <= mostTimelineBytes) return bytes
    if (steps === 0) return null
  }
}

/**
 * The state of a session that was kept, on data that may be newer: then nothing is selected, as symbols mean other values.
 *
 * @param begun the state that a new session would have
 */
export const restoredState = (kept: KeptState, begun: SessionState, snapshot: string): SessionState => {
  const read = <T>(key: string, otherwise: T): T => {
    const bytes = kept.get(key)
    return bytes === undefined ? otherwise : (valueOf(bytes) as T)
  }
  const parts = <T extends object>(kind: Kind, stored: ReadonlyMap<string, T>): ReadonlyMap<string, T> => {
    const prefix = `${kind} `
    const all = new Map(stored)
    for (const [key, bytes] of kept) {
      if (!key.startsWith(prefix)) continue
      const id = key.slice(prefix.length)
      const part = valueOf(bytes) as T | null
      const whole = part && withStored(part, stored.get(id))
      if (whole === null) all.delete(id)
      else all.set(id, whole)
    }
    return all
  }
  const told = read<Pick<KeptTimeline, 'snapshot' | 'timeline'>>('timeline', { snapshot, timeline: emptyTimeline })
  return {
    timeline: told.snapshot === snapshot ? withoutLeftMode(told.timeline, kept) : emptyTimeline,
    objects: parts('objects', begun.objects),
    variables: parts('variables', begun.variables),
    bookmarks: parts('bookmarks', begun.bookmarks),
    stateNames: read(others.stateNames, begun.stateNames),
    activeFields: read(others.activeFields, begun.activeFields),
    script: read(others.script, begun.script),
  }
}

/** A selection mode ends with the client that began it. */
const withoutLeftMode = (timeline: SelectionTimeline, kept: KeptState): SelectionTimeline =>
  timeline.modal && !kept.has(`client ${timeline.modal.owner}`) ? endModal(timeline, true) : timeline

/** @returns `null` where the app, whose part it is, does not store it any more */
const withStored = <T extends object>(part: T, stored: T | undefined): T | null => {
  if (!('properties' in part) || part.properties !== null) return part
  return stored === undefined
    ? null
    : { ...part, properties: (stored as T & { readonly properties: unknown }).properties }
}

/** The handles that a client had. */
export const restoredHandles = (kept: KeptState, client: number): KeptHandles => {
  const prefix = `handle ${client} `
  const last = kept.get(`client ${client}`)
  return {
    last: last === undefined ? 0 : (valueOf(last) as number),
    targets: [...kept].flatMap(([key, bytes]) =>
      key.startsWith(prefix) ? [[Number(key.slice(prefix.length)), valueOf(bytes) as Target] as const] : [],
    ),
  }
}
