import type { ExpressionType } from '../../expressions/functions/sql-value.js'

/** A value of a calculated dimension. */
export interface KeyValue {
  readonly num: number | null
  readonly text: string
}

/** What a key's columns hold in one row; `null` for a missing value. */
export const keyValueOf = (type: ExpressionType, first: unknown, second: unknown): KeyValue | null => {
  if (type === 'text') return typeof first === 'string' ? { num: null, text: first } : null
  const num = typeof first === 'number' && Number.isFinite(first) ? first + 0 : null
  if (typeof second === 'string') return { num, text: second }
  return num === null ? null : { num, text: numberText(num) }
}

/** A number as expressions write it: fourteen significant digits hide binary noise. */
const numberText = (num: number): string => String(Number(num.toPrecision(14)))

/** Equal values have equal identities. */
export const identityOf = ({ num, text }: KeyValue): string => `${num ?? ''} ${text}`
