import { isJsonObject, type Json, type JsonObject } from './json.js'
import { limits } from './limits.js'

/** Members that would reach an object's prototype instead of its data. */
const forbidden = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * The segments of an RFC 6901 pointer. The empty pointer and `/` both mean the whole document, as QIX clients use them.
 *
 * @returns `undefined` where the text is no pointer, or names a member that no properties may have.
 */
const parsePointer = (pointer: string): readonly string[] | undefined => {
  if (pointer === '' || pointer === '/') return []
  if (!pointer.startsWith('/')) return undefined
  const segments = pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
  return segments.some((segment) => forbidden.has(segment)) ? undefined : segments
}

/** The value that a pointer leads to, or `undefined` where it leads nowhere. */
export const valueAt = (document: Json | undefined, pointer: string): Json | undefined => {
  let value = document
  for (const segment of parsePointer(pointer) ?? ['\0']) {
    if (Array.isArray(value)) value = value[Number(segment)]
    else if (isJsonObject(value) && Object.hasOwn(value, segment)) value = value[segment]
    else return undefined
  }
  return value
}

type Draft = Json[] | { [member: string]: Json | undefined }

/** Copies what a patch changes, each part once however many patches change it. */
type Own = (part: readonly Json[] | JsonObject) => Draft

const ownParts = (): Own => {
  const copies = new WeakSet<object>()
  return (part) => {
    if (copies.has(part)) return part as Draft
    const copy: Draft = Array.isArray(part) ? [...(part as readonly Json[])] : { ...(part as JsonObject) }
    copies.add(copy)
    return copy
  }
}

/** The copy of a member, put in the place of the member. `undefined` where no pointer leads through it. */
const enter = (parent: Draft, key: string, own: Own): Draft | undefined => {
  if (Array.isArray(parent)) {
    const item = parent[Number(key)]
    if (typeof item !== 'object' || item === null) return undefined
    const copy = own(item)
    parent[Number(key)] = copy
    return copy
  }
  const member = Object.hasOwn(parent, key) ? parent[key] : undefined
  if (typeof member !== 'object' && member !== undefined) return undefined
  const copy = own(member ?? {})
  parent[key] = copy
  return copy
}

const put = (parent: Draft, key: string, value: Json, insert: boolean): boolean => {
  if (!Array.isArray(parent)) {
    parent[key] = value
    return true
  }
  const index = key === '-' ? parent.length : Number(key)
  if (!Number.isInteger(index) || index < 0 || index > parent.length) return false
  parent.splice(index, insert ? 0 : 1, value)
  return true
}

const drop = (parent: Draft, key: string): boolean => {
  if (!Array.isArray(parent)) return delete parent[key]
  const index = Number(key)
  if (Number.isInteger(index) && index >= 0) parent.splice(index, 1)
  return true
}

export type PatchOperation = 'Add' | 'Replace' | 'Remove'

/** One change of a document. */
export interface Patch {
  readonly operation: PatchOperation
  /** RFC 6901 pointer. */
  readonly path: string
  /** What is put there. */
  readonly value: Json
}

/** Levels that a patch may reach down. */
const maxLevels = limits.nesting.most

const apply = (document: Draft, { operation, path, value }: Patch, own: Own): boolean => {
  const segments = parsePointer(path)
  const last = segments?.at(-1)
  if (segments === undefined || last === undefined || segments.length > maxLevels) return false
  let parent: Draft | undefined = document
  for (const segment of segments.slice(0, -1)) parent = parent && enter(parent, segment, own)
  if (parent === undefined) return false
  return operation === 'Remove' ? drop(parent, last) : put(parent, last, value, operation === 'Add')
}

/**
 * Applies patches to a document one after the other, without changing it; missing parents are created, as QIX clients
 * expect of `Add`. What it takes grows with the document and the patches, not with their product.
 *
 * @returns the new document, or `undefined` where one of the pointers cannot be followed.
 */
export const patched = (document: JsonObject, patches: readonly Patch[]): JsonObject | undefined => {
  const own = ownParts()
  const draft = own(document)
  return patches.every((patch) => apply(draft, patch, own)) ? (draft as JsonObject) : undefined
}
