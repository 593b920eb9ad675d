import type { FieldModel } from '../model/data-model.js'
import type { PrintFrame } from './print-frame.js'

/**
 * SQL that holds where a column of element numbers has one of the given values.
 *
 * @param elements ascending, without duplicates
 */
export const elementFilter = (
  { dialect, bind }: PrintFrame,
  column: string,
  { symbolType }: FieldModel,
  elements: readonly number[],
): string =>
  elements.length === 0
    ? 'FALSE'
    : dialect.hasElement(column, elements, (value) => bind(value, { elements: symbolType }))

/** A join that keeps the same rows and repeats none; `undefined` where the condition is as fast. */
export const elementJoin = (
  { dialect, bind }: PrintFrame,
  column: string,
  { id, symbolType }: FieldModel,
  elements: readonly number[],
): string | undefined =>
  elements.length === 0
    ? undefined
    : dialect.elementJoin(column, `l${id}`, elements, (value) => bind(value, { elements: symbolType }))
