import { Parser } from 'saxen'

/** A field of a QVD file: where its symbols are, and where each row tells which of them it has. */
export interface QvdField {
  readonly name: string
  readonly tags: readonly string[]
  /** Type of its number format, such as `DATE`. */
  readonly format: string
  readonly bitOffset: number
  readonly bitWidth: number
  /** Added to the number in the row: -2 where missing values occur. */
  readonly bias: number
  readonly symbolCount: number
  /** Bytes from the end of the header. */
  readonly offset: number
  readonly length: number
}

export interface QvdHeader {
  readonly fields: readonly QvdField[]
  readonly recordBytes: number
  readonly recordCount: number
  /** Bytes of the rows from the end of the header. */
  readonly offset: number
  readonly length: number
}

/** The elements that occur once for a field. */
type FieldTexts = Map<string, string> & { readonly tags?: never }

/**
 * Reads the header of a QVD file, an XML text.
 *
 * @throws RangeError saying what is missing or wrong
 */
export const parseQvdHeader = (xml: string): QvdHeader => {
  const path: string[] = []
  const table = new Map<string, string>()
  const fields: { texts: FieldTexts; tags: string[] }[] = []
  const textOf = (value: string): void => {
    const [, place, ...rest] = path
    const field = fields.at(-1)
    const name = path.at(-1) ?? ''
    if (place !== 'Fields') table.set(rest.length === 0 ? name : path.join('/'), (table.get(name) ?? '') + value)
    else if (field && path.at(-2) === 'Tags') field.tags.push(value)
    else if (field && name !== 'QvdFieldHeader') field.texts.set(name, (field.texts.get(name) ?? '') + value)
  }
  new Parser()
    .on('openTag', (name) => {
      path.push(name)
      if (name === 'QvdFieldHeader') fields.push({ texts: new Map(), tags: [] })
    })
    .on('closeTag', () => {
      path.pop()
    })
    .on('text', (value, decode) => {
      if (value.trim() !== '') textOf(decode(value))
    })
    .on('cdata', textOf)
    .on('error', (error) => {
      throw new RangeError(`its header is no XML: ${error.message}`)
    })
    .parse(xml)
  return {
    fields: fields.map(({ texts, tags }) => ({
      name: texts.get('FieldName') ?? '',
      tags,
      format: texts.get('Type') ?? 'UNKNOWN',
      bitOffset: numberIn(texts, 'BitOffset'),
      bitWidth: numberIn(texts, 'BitWidth'),
      bias: numberIn(texts, 'Bias'),
      symbolCount: numberIn(texts, 'NoOfSymbols'),
      offset: numberIn(texts, 'Offset'),
      length: numberIn(texts, 'Length'),
    })),
    recordBytes: numberIn(table, 'RecordByteSize'),
    recordCount: numberIn(table, 'NoOfRecords'),
    offset: numberIn(table, 'Offset'),
    length: numberIn(table, 'Length'),
  }
}

const numberIn = (texts: ReadonlyMap<string, string>, name: string): number => {
  const number = Number(texts.get(name) ?? Number.NaN)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError(`its header has no whole number ${name}`)
}
