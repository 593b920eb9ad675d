import type { FieldModel } from '../model/data-model.js'
import { isRange, type SymbolSet } from '../model/symbol-set.js'
import type { PrintFrame } from './print-frame.js'

/** Values that are bound as a list; more are a bit for each value of the field. */
const maxListed = 1_000

/** Values of a field of which a bit each is bound as fast as a list: to look at a bit costs a row less than to probe. */
const maxBits = 50_000

/** SQL that holds where a column of element numbers has one of the given values. */
export const elementFilter = (
  { dialect, bind }: PrintFrame,
  column: string,
  { symbolType, symbolCount }: FieldModel,
  symbols: SymbolSet,
): string => {
  if (symbols.size === 0) return 'FALSE'
  if ((symbols.size > maxListed || symbolCount <= maxBits) && !isRange(symbols))
    return dialect.hasBit(column, bind(bitsOf(symbols, symbolCount), 'bits'))
  return dialect.hasElement(column, symbols, (value) => bind(value, { elements: symbolType }))
}

/** A bit for each value that the field has. */
const bitsOf = (symbols: SymbolSet, count: number): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(count / 8))
  bits.set(symbols.bits().subarray(0, bits.length))
  return bits
}

/** Values are kept by a join, which is faster where they are a list, or by a condition. */
export type ElementForm = 'join' | 'condition'

/** SQL that keeps rows with some values, and whether it is a join. */
export interface PrintedFilter {
  readonly form: ElementForm
  readonly sql: string
}

/** What stands for the filter of some values. */
export type OpenFilter = (
  symbols: SymbolSet,
  column: string,
  field: FieldModel,
  form: ElementForm,
) => PrintedFilter | undefined

/** The filter of some values by a condition or, where joins may be printed and are faster, by a join. */
export const printElements: (frame: PrintFrame, ...of: Parameters<OpenFilter>) => PrintedFilter = (
  frame,
  symbols,
  column,
  field,
  form,
) => {
  const open = frame.open(symbols, column, field, form)
  if (open) return open
  const join = form === 'join' ? elementJoin(frame, column, field, symbols) : undefined
  return join === undefined
    ? { form: 'condition', sql: elementFilter(frame, column, field, symbols) }
    : { form: 'join', sql: join }
}

/** A join that keeps the same rows and repeats none; `undefined` where the condition is as fast. */
const elementJoin = (
  { dialect, bind }: PrintFrame,
  column: string,
  { id, symbolType }: FieldModel,
  symbols: SymbolSet,
): string | undefined =>
  symbols.size === 0 || symbols.size > maxListed
    ? undefined
    : dialect.elementJoin(column, `l${id}`, symbols, (value) => bind(value, { elements: symbolType }))
