import { deserialize, serialize } from 'node:v8'
import { type SymbolSet, symbolSet } from '../model/symbol-set.js'

/**
 * Values as bytes that another process can read. Sets of symbols are written as lists or bits: what else a session holds is
 * plain data and maps. Parts of a state never change, so that a
 * set that was written once is not made again.
 */
export const bytesOf = (value: unknown): Uint8Array => serialize(plain(value))

/** The value of {@link bytesOf}; what was shared within it is shared again. */
export const valueOf = (bytes: Uint8Array): unknown => revived(deserialize(bytes), new Map())

/** Symbols that are written one by one. */
const maxListed = 1_024

const isSymbolSet = (value: object): value is SymbolSet => 'bits' in value && typeof value.bits === 'function'

const written = new WeakMap<object, object>()

const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  const known = written.get(value)
  if (known) return known
  const made = plainObject(value)
  if (made !== value) written.set(value, made)
  return made
}

/** The object itself where there is no set in it, as in the JSON of clients. */
const plainObject = (value: object): object => {
  if (isSymbolSet(value))
    return value.size <= maxListed ? { symbols: Uint32Array.from(value) } : { bits: value.bits().slice() }
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, plain(each)]))
  const entries = Object.entries(value)
  const made = entries.map(([key, each]) => [key, plain(each)] as const)
  if (made.every(([, each], at) => each === entries[at]?.[1])) return value
  return Array.isArray(value) ? made.map(([, each]) => each) : Object.fromEntries(made)
}

const revived = (value: unknown, known: Map<object, unknown>): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (known.has(value)) return known.get(value)
  const made = revivedObject(value, known)
  known.set(value, made)
  return made
}

const revivedObject = (value: object, known: Map<object, unknown>): unknown => {
  if ('symbols' in value && value.symbols instanceof Uint32Array) return symbolSet(value.symbols)
  if ('bits' in value && value.bits instanceof Uint8Array) return symbolSet(symbolsIn(value.bits))
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, revived(each, known)]))
  if (Array.isArray(value)) return value.map((each) => revived(each, known))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each, known)]))
}

function* symbolsIn(bits: Uint8Array): IterableIterator<number> {
  for (const [at, byte] of bits.entries())
    for (let place = 0; place < 8; place++) if (byte & (0x80 >> place)) yield at * 8 + place
}
