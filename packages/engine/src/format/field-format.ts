import type { AppFormats } from './app-formats.js'
import { type NumberFormat, numberPattern } from './number-format.js'

/** How the values of a field are written: after the app, and before a column, have their say. */
export type FieldFormat = Omit<NumberFormat, 'app'>

/** The format of a field in an app. */
export const formatOfField = (format: FieldFormat, app: AppFormats): NumberFormat => ({ ...format, app })

/** The formats of an app where texts are about a field: those of the field stand in their place. */
export const formatsAround = (format: FieldFormat | undefined, app: AppFormats): AppFormats => {
  if (format === undefined) return app
  const known = around.get(format)
  if (known?.app === app) return known.formats
  const formats = { ...app, ...replaced(format, app) }
  around.set(format, { app, formats })
  return formats
}

/** Readings are found again by the formats that they belong to. */
const around = new WeakMap<FieldFormat, { readonly app: AppFormats; readonly formats: AppFormats }>()

const replaced = (format: FieldFormat, app: AppFormats): Partial<AppFormats> => {
  const { type, decimal, thousand } = format
  const pattern = format.pattern || undefined
  if (type === 'D') return { date: pattern ?? app.date }
  if (type === 'TS') return { timestamp: pattern ?? app.timestamp }
  if (type === 'T' || type === 'IV') return { time: pattern ?? app.time }
  const written = numberPattern(formatOfField(format, app))
  return written === undefined ? {} : { decimal, thousand, money: { pattern: written, decimal, thousand } }
}
