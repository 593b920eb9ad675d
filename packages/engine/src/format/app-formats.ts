import { type Calendar, isoCalendar } from './calendar.js'
import { defaultAbbreviations, type Separators } from './number-locale.js'

/** How an app writes and reads numbers, dates, times and money where neither a field nor a column says otherwise. */
export interface AppFormats extends Separators {
  readonly money: Separators & { readonly pattern: string }
  /** Patterns such as `YYYY-MM-DD`. */
  readonly date: string
  readonly time: string
  readonly timestamp: string
  readonly calendar: Calendar
  /** A BCP 47 tag. */
  readonly collation: string
  /** The language by whose rules texts sort; absent where the app names no locale: by their small letters. */
  readonly textOrder?: string
  /** `3:k;6:M` and so on. */
  readonly abbreviations: string
}

/** The formats of an app that states none. */
export const defaultFormats: AppFormats = {
  decimal: '.',
  thousand: ',',
  money: { pattern: '$#,##0.00', decimal: '.', thousand: ',' },
  date: 'YYYY-MM-DD',
  time: 'hh:mm:ss',
  timestamp: 'YYYY-MM-DD hh:mm:ss[.fff]',
  calendar: isoCalendar,
  collation: 'en-US',
  abbreviations: defaultAbbreviations,
}
