import type { OracleValue } from './oracle-app.js'

const decimal = /^[+-]?\d+(\.\d+)?$/
const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/

/** The number that a value has or reads as: that of a decimal number or of an ISO date. */
export const numberOf = (value: OracleValue): number | null => {
  if (typeof value !== 'string') return value
  if (decimal.test(value)) return Number(value)
  const [, year, month, day] = (isoDate.exec(value) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  return Math.round((Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 86_400_000)
}
