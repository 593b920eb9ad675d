import { isJsonObject, type Json, type JsonObject } from './json.js'

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

type Edit = (parent: Json | undefined, key: string) => Json | undefined

const editAt = (node: Json | undefined, segments: readonly string[], edit: Edit): Json | undefined => {
  const [head, ...rest] = segments
  if (head === undefined) return node
  if (rest.length === 0) return edit(node, head)
  if (Array.isArray(node)) {
    const index = Number(head)
    if (node[index] === undefined) return undefined
    const child = editAt(node[index], rest, edit)
    return child === undefined ? undefined : (node as readonly Json[]).map((item, i) => (i === index ? child : item))
  }
  const parent = isJsonObject(node) ? node : undefined
  const child = parent && editAt(parent[head] ?? {}, rest, edit)
  return parent && child !== undefined ? { ...parent, [head]: child } : undefined
}

const put =
  (value: Json, insert: boolean): Edit =>
  (parent, key) => {
    if (Array.isArray(parent)) {
      const index = key === '-' ? parent.length : Number(key)
      if (!Number.isInteger(index) || index < 0 || index > parent.length) return undefined
      return (parent as readonly Json[]).toSpliced(index, insert ? 0 : 1, value)
    }
    return isJsonObject(parent) ? { ...parent, [key]: value } : undefined
  }

const drop: Edit = (parent, key) => {
  if (Array.isArray(parent)) return (parent as readonly Json[]).filter((_, index) => index !== Number(key))
  if (!isJsonObject(parent)) return undefined
  const { [key]: _, ...rest } = parent
  return rest
}

export type PatchOperation = 'Add' | 'Replace' | 'Remove'

/**
 * Applies one patch to a document without changing it; missing parents are created, as QIX clients expect of `Add`.
 *
 * @returns the new document, or `undefined` where the pointer cannot be followed.
 */
export const patched = (
  document: JsonObject,
  operation: PatchOperation,
  pointer: string,
  value: Json,
): JsonObject | undefined => {
  const segments = parsePointer(pointer)
  if (!segments || segments.length === 0) return undefined
  const result = editAt(document, segments, operation === 'Remove' ? drop : put(value, operation === 'Add'))
  return isJsonObject(result) ? result : undefined
}
