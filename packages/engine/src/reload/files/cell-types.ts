import type { CellValue } from 'hucre/xlsx'
import type { SourceType } from '../tables/source-table.js'

/** What the cells of a column have been so far; `none` as long as all are empty. */
type Kind = 'none' | 'whole' | 'number' | 'truth' | 'day' | 'moment' | 'text'

/** What a column becomes, if cells of two kinds occur in it: texts, unless one kind includes the other. */
const wider: Readonly<Record<Kind, Partial<Record<Kind, Kind>>>> = {
  none: {},
  whole: { number: 'number' },
  number: { whole: 'number' },
  truth: {},
  day: { moment: 'moment' },
  moment: { day: 'moment' },
  text: {},
}

const types: Readonly<Record<Kind, SourceType>> = {
  none: 'VARCHAR',
  whole: 'BIGINT',
  number: 'DOUBLE',
  truth: 'BOOLEAN',
  day: 'DATE',
  moment: 'TIMESTAMP',
  text: 'VARCHAR',
}

/** What a formula shows that has no value. */
const errors: ReadonlySet<unknown> = new Set(['#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A'])

/** Finds the types of columns from the cells that are written down. */
export const columnTypes = (width: number) => {
  const kinds: Kind[] = Array.from({ length: width }, () => 'none')
  return {
    /** A cell as text, counted for the type of its column; NULL for an empty cell and for the error of a formula. */
    textOf: (column: number, value: CellValue): string | null => {
      if (value === null || value === '' || errors.has(value)) return null
      const kind = kindOf(value)
      const before = kinds[column] ?? 'none'
      if (before !== kind) kinds[column] = before === 'none' ? kind : (wider[before][kind] ?? 'text')
      return value instanceof Date ? dateText(value) : String(value)
    },
    found: (): readonly SourceType[] => kinds.map((kind) => types[kind]),
  }
}

const kindOf = (value: Exclude<CellValue, null>): Kind => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'whole' : 'number'
  if (typeof value === 'boolean') return 'truth'
  if (value instanceof Date) return value.getTime() % 86_400_000 === 0 ? 'day' : 'moment'
  return 'text'
}

/** Days without the time that they do not have. */
const dateText = (value: Date): string => {
  const text = value.toISOString()
  return kindOf(value) === 'day' ? text.slice(0, 10) : text.slice(0, -1).replace('T', ' ')
}
