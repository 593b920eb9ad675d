/** A value to write: a number, a text, or a number with a text. */
type Written = number | string | { readonly number: number; readonly text: string }

interface WrittenTable {
  readonly fields: readonly {
    readonly name: string
    readonly symbols: readonly Written[]
    readonly format?: string
    readonly tags?: readonly string[]
  }[]
  /** Positions of the symbols of each row; NULL for a missing value. */
  readonly rows: readonly (readonly (number | null)[])[]
}

const symbolBytes = (value: Written): Buffer => {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([4]), Buffer.from(`${value}\0`)])
  const number = typeof value === 'number' ? value : value.number
  const whole = Number.isInteger(number) && Math.abs(number) < 2 ** 31
  const bytes = Buffer.alloc(whole ? 5 : 9)
  bytes.writeUInt8((whole ? 1 : 2) + (typeof value === 'number' ? 0 : 4))
  if (whole) bytes.writeInt32LE(number, 1)
  else bytes.writeDoubleLE(number, 1)
  return typeof value === 'number' ? bytes : Buffer.concat([bytes, Buffer.from(`${value.text}\0`)])
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/**
 * Writes a table as a QVD file, for tests of its reader.
 *
 * @param spoil changes the bytes; the values begin at the given one
 */
export const qvdFile = (
  { fields, rows }: WrittenTable,
  spoil: (bytes: Buffer, start: number) => void = () => undefined,
): Buffer => {
  let offset = 0
  let bitOffset = 0
  const placed = fields.map((field, column) => {
    const bytes = Buffer.concat(field.symbols.map(symbolBytes))
    const bias = rows.some((row) => row[column] === null) ? -2 : 0
    const most = field.symbols.length - 1 - bias
    const bitWidth = most <= 0 ? 0 : Math.floor(Math.log2(most)) + 1
    const place = { ...field, bytes, bias, bitWidth, bitOffset, offset }
    offset += bytes.length
    bitOffset += bitWidth
    return place
  })
  const recordBytes = Math.ceil(bitOffset / 8) || 1
  const records = Buffer.concat(
    rows.map((row) => {
      let bits = 0n
      placed.forEach((field, column) => {
        const index = row[column] ?? -2
        bits |= BigInt(index - field.bias) << BigInt(field.bitOffset)
      })
      return Buffer.from(Array.from({ length: recordBytes }, (_, byte) => Number((bits >> BigInt(8 * byte)) & 255n)))
    }),
  )
  const header = placed.map(
    (field) => `<QvdFieldHeader><FieldName>${escaped(field.name)}</FieldName><BitOffset>${field.bitOffset}</BitOffset>
<BitWidth>${field.bitWidth}</BitWidth><Bias>${field.bias}</Bias><NumberFormat><Type>${field.format ?? 'UNKNOWN'}</Type><nDec>0</nDec></NumberFormat>
<NoOfSymbols>${field.symbols.length}</NoOfSymbols><Offset>${field.offset}</Offset><Length>${field.bytes.length}</Length>
<Comment></Comment><Tags>${(field.tags ?? []).map((tag) => `<String>${tag}</String>`).join('')}</Tags></QvdFieldHeader>`,
  )
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<QvdTableHeader><QvBuildNo>50668</QvBuildNo>
<TableName>t</TableName><Fields>${header.join('\r\n')}</Fields><Compression></Compression>
<RecordByteSize>${recordBytes}</RecordByteSize><NoOfRecords>${rows.length}</NoOfRecords><Offset>${offset}</Offset>
<Length>${records.length}</Length><Lineage><LineageInfo><Discriminator>x</Discriminator></LineageInfo></Lineage></QvdTableHeader>\r\n\0`
  const bytes = Buffer.concat([Buffer.from(xml), ...placed.map((field) => field.bytes), records])
  spoil(bytes, Buffer.byteLength(xml))
  return bytes
}
