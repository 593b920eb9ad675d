import type { SourceType } from '../tables/source-table.js'
import type { QvdField } from './qvd-header.js'

/** A value of a field: a number, a text, or both. */
export interface QvdSymbol {
  readonly number: number | null
  readonly text: string | null
}

/** How the bytes of a symbol begin, and what follows. */
const forms: Readonly<Record<number, { readonly number: 'int32' | 'double' | null; readonly text: boolean }>> = {
  1: { number: 'int32', text: false },
  2: { number: 'double', text: false },
  4: { number: null, text: true },
  5: { number: 'int32', text: true },
  6: { number: 'double', text: true },
}

const numberBytes = { int32: 4, double: 8 } as const

/**
 * Reads the symbols of a field.
 *
 * @throws RangeError where the bytes are none
 */
export function* qvdSymbols(bytes: Buffer, field: QvdField): Generator<QvdSymbol> {
  let at = 0
  for (let index = 0; index < field.symbolCount; index++) {
    const form = forms[bytes[at++] ?? 0]
    if (!form) throw new RangeError(`the values of its field [${field.name}] cannot be read`)
    let number: number | null = null
    if (form.number !== null) {
      number = form.number === 'int32' ? bytes.readInt32LE(at) : bytes.readDoubleLE(at)
      at += numberBytes[form.number]
    }
    let text: string | null = null
    if (form.text) {
      const end = bytes.indexOf(0, at)
      if (end < 0) throw new RangeError(`a text of its field [${field.name}] has no end`)
      text = bytes.toString('utf8', at, end)
      at = end + 1
    }
    yield { number, text }
  }
}

/** How a field comes into the database: the type of its column, and the text of each symbol. */
export interface QvdColumn {
  readonly type: SourceType
  readonly texts: readonly (string | null)[]
}

/** Days from 30 December 1899 to 1 January 1970. */
const epoch = 25_569

const isoText = (days: number): string => new Date(Math.round((days - epoch) * 86_400_000)).toISOString()

const isDay = (days: number): boolean => Number.isInteger(days) && days > -600_000 && days < 2_900_000

/**
 * Decides how a field's values come into the database: numbers as numbers, dates and moments as these, texts whose numbers
 * count them from 1 in that order (months, classes), all other texts without their numbers.
 */
export const qvdColumn = (symbols: readonly QvdSymbol[], field: QvdField): QvdColumn => {
  const numbers = symbols.flatMap(({ number }) => (number === null ? [] : [number]))
  const moments = field.format === 'DATE' || field.format === 'TIMESTAMP' || field.tags.includes('$date')
  if (numbers.length < symbols.length || numbers.length === 0) return asTexts(symbols)
  if (moments || field.tags.includes('$timestamp')) return asMoments(numbers)
  if (symbols.every(({ text }) => text === null || field.format !== 'UNKNOWN' || readsAsNumber(text)))
    return asNumbers(numbers)
  return countsFromOne(numbers) ? inOrder(symbols) : asTexts(symbols)
}

const readsAsNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))

const asTexts = (symbols: readonly QvdSymbol[]): QvdColumn => ({
  type: 'VARCHAR',
  texts: symbols.map(({ number, text }) => text ?? String(number)),
})

const asNumbers = (numbers: readonly number[]): QvdColumn => ({
  type: numbers.every(Number.isSafeInteger) ? 'BIGINT' : 'DOUBLE',
  texts: numbers.map(String),
})

const asMoments = (numbers: readonly number[]): QvdColumn =>
  numbers.every(isDay)
    ? { type: 'DATE', texts: numbers.map((days) => isoText(days).slice(0, 10)) }
    : { type: 'TIMESTAMP', texts: numbers.map((days) => isoText(days).slice(0, -1).replace('T', ' ')) }

const countsFromOne = (numbers: readonly number[]): boolean =>
  numbers.length <= 1_000 &&
  numbers.toSorted((one, other) => one - other).every((number, index) => number === index + 1)

const inOrder = (symbols: readonly QvdSymbol[]): QvdColumn => {
  const sorted = symbols.toSorted((one, other) => (one.number ?? 0) - (other.number ?? 0))
  const texts = symbols.map(({ number, text }) => text ?? String(number))
  const order = sorted.map(({ number, text }) => text ?? String(number))
  return new Set(order).size === order.length ? { type: { inOrder: order }, texts } : { type: 'VARCHAR', texts }
}
