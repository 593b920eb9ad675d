import { createHash } from 'node:crypto'

/**
 * A set of values of one field, by their symbols. Immutable, and small however many values there are: few are a list, many
 * have a bit each, so that sets of millions are made and compared in a millisecond or two.
 */
export interface SymbolSet extends Iterable<number> {
  readonly size: number
  /** The smallest and the largest symbol; -1 in a set of none. */
  readonly first: number
  readonly last: number
  readonly has: (symbol: number) => boolean
  /** Equal sets have equal digests, others have not: it is the set itself where it is small, else a hash that nobody can collide. */
  readonly digest: () => string
  /** The set as JSON is its digest. */
  readonly toJSON: () => string
  /** A bit for each symbol, the highest bit of a byte first. To be read only. */
  readonly bits: () => Uint8Array
  /** The symbols, ascending. */
  readonly [Symbol.iterator]: () => IterableIterator<number>
}

/** Symbols that are held as a list: searching it is as fast as looking at a bit. */
const maxListed = 1_024

/** Symbols that a digest writes out. */
const maxWritten = 16

/** Symbols are stored as signed integers. */
const maxSymbol = 2 ** 31 - 1

const bitOf = (symbol: number): number => 0x80 >> (symbol & 7)

const hasBit = (bits: Uint8Array, symbol: number): boolean =>
  symbol >>> 0 === symbol && ((bits[symbol >>> 3] ?? 0) & bitOf(symbol)) !== 0

/** Bits are worked on by words of four bytes. */
const emptyBits = (symbols: number): Uint8Array => new Uint8Array((Math.ceil(symbols / 32) || 1) * 4)

const wordsOf = (bits: Uint8Array): Uint32Array => new Uint32Array(bits.buffer, bits.byteOffset, bits.byteLength >> 2)

const ones = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return (((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function* symbolsOf(bits: Uint8Array): IterableIterator<number> {
  for (let byte = 0; byte < bits.length; byte++) {
    const eight = bits[byte] as number
    if (eight === 0) continue
    for (let place = 0; place < 8; place++) if (eight & (0x80 >> place)) yield byte * 8 + place
  }
}

/** The same as a list, of which the length is known: a generator would make an object for each symbol. */
const listOf = (bits: Uint8Array, size: number): Uint32Array => {
  const list = new Uint32Array(size)
  let found = 0
  for (let byte = 0; found < size; byte++) {
    const eight = bits[byte] as number
    if (eight === 0) continue
    for (let place = 0; place < 8; place++) if (eight & (0x80 >> place)) list[found++] = byte * 8 + place
  }
  return list
}

/** A set that is being made. */
export interface SymbolSetBuilder {
  /** @throws RangeError for what is not a whole number from 0 on */
  readonly add: (symbol: number) => void
  readonly has: (symbol: number) => boolean
  readonly build: () => SymbolSet
}

/**
 * Begins a set.
 *
 * @param from what is in it already
 */
export const symbolSetBuilder = (from?: SymbolSet): SymbolSetBuilder => {
  let bits = from ? from.bits().slice() : emptyBits(0)
  return {
    add: (symbol) => {
      if (symbol >>> 0 !== symbol || symbol > maxSymbol) throw new RangeError(`${symbol} is no symbol`)
      if (symbol >> 3 >= bits.length) {
        const wider = emptyBits(2 * (symbol + 1))
        wider.set(bits)
        bits = wider
      }
      bits[symbol >> 3] = (bits[symbol >> 3] as number) | bitOf(symbol)
    },
    has: (symbol) => hasBit(bits, symbol),
    build: () => ofBits(bits),
  }
}

/** The set of some symbols, in whatever order, however often. */
export const symbolSet = (symbols: Iterable<number>): SymbolSet => {
  const builder = symbolSetBuilder()
  for (const symbol of symbols) builder.add(symbol)
  return builder.build()
}

const ofBits = (bits: Uint8Array): SymbolSet => {
  let size = 0
  for (const word of wordsOf(bits)) size += ones(word)
  if (size <= maxListed) return listedSet(listOf(bits, size))
  const length = bits.findLastIndex((byte) => byte !== 0) + 1
  if (bits.length - length > 4) return ofBits(bits.slice(0, Math.ceil(length / 4) * 4))
  const first = bits.findIndex((byte) => byte !== 0)
  return madeOf({
    size,
    first: first * 8 + Math.clz32(bits[first] as number) - 24,
    last: length * 8 - 1 - (31 - Math.clz32((bits[length - 1] as number) & -(bits[length - 1] as number))),
    has: (symbol) => hasBit(bits, symbol),
    bytes: () => bits.subarray(0, length),
    bits: () => bits,
    [Symbol.iterator]: () => symbolsOf(bits),
  })
}

const listedSet = (list: Uint32Array): SymbolSet =>
  madeOf({
    size: list.length,
    first: list[0] ?? -1,
    last: list.at(-1) ?? -1,
    has: (symbol) => positionIn(list, symbol) !== undefined,
    bytes: () => new Uint8Array(list.buffer),
    bits: () => {
      const bits = emptyBits((list.at(-1) ?? 0) + 1)
      for (const symbol of list) bits[symbol >> 3] = (bits[symbol >> 3] as number) | bitOf(symbol)
      return bits
    },
    [Symbol.iterator]: () => list.values(),
  })

const madeOf = ({
  bytes,
  ...set
}: Omit<SymbolSet, 'digest' | 'toJSON'> & { readonly bytes: () => Uint8Array }): SymbolSet => {
  let known: string | undefined
  const digest = (): string => {
    known ??=
      set.size <= maxWritten
        ? [...set].join()
        : `${set.size}#${createHash('sha256').update(bytes()).digest('base64url')}`
    return known
  }
  return { ...set, digest, toJSON: digest }
}

const positionIn = (list: Uint32Array, symbol: number): number | undefined => {
  let low = 0
  let high = list.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = list[middle] as number
    if (found === symbol) return middle
    if (found < symbol) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

/** The set of none. */
export const noSymbols: SymbolSet = listedSet(new Uint32Array())

/** The symbols from 0 on, so many. */
export const everySymbol = (count: number): SymbolSet => {
  const bits = emptyBits(count)
  bits.fill(0xff, 0, count >> 3)
  if (count & 7) bits[count >> 3] = (0xff00 >> (count & 7)) & 0xff
  return ofBits(bits)
}

/** Whether a set has all symbols between its first and its last. */
export const isRange = ({ size, first, last }: Pick<SymbolSet, 'size' | 'first' | 'last'>): boolean =>
  size > 0 && last - first === size - 1

const wordByWord =
  (operation: (a: number, b: number) => number) =>
  (a: SymbolSet, b: SymbolSet): SymbolSet => {
    const made = emptyBits(Math.max(a.last, b.last) + 1)
    const [words, left, right] = [wordsOf(made), wordsOf(a.bits()), wordsOf(b.bits())]
    for (let word = 0; word < words.length; word++) words[word] = operation(left[word] ?? 0, right[word] ?? 0)
    return ofBits(made)
  }

/** The symbols of either. */
export const union = wordByWord((a, b) => a | b)

/** The symbols of both. */
export const intersection = wordByWord((a, b) => a & b)

/** The symbols of the first that the second has not. */
export const difference = wordByWord((a, b) => a & ~b)

/** The symbols that one of the two has, and the other has not. */
export const symmetricDifference = wordByWord((a, b) => a ^ b)

/** How many symbols both have. */
export const countOfBoth = (a: SymbolSet, b: SymbolSet): number => {
  if (a.size > b.size) return countOfBoth(b, a)
  let count = 0
  if (a.size <= maxListed) for (const symbol of a) count += b.has(symbol) ? 1 : 0
  else {
    const [left, right] = [wordsOf(a.bits()), wordsOf(b.bits())]
    const words = Math.min(left.length, right.length)
    for (let word = 0; word < words; word++) count += ones((left[word] as number) & (right[word] as number))
  }
  return count
}

/** Whether two sets have the same symbols. */
export const isSameSet = (a: SymbolSet, b: SymbolSet): boolean =>
  a === b || (a.size === b.size && a.first === b.first && a.last === b.last && countOfBoth(a, b) === a.size)
