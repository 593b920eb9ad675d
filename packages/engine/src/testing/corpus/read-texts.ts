import type { AppFormats } from '../../format/app-formats.js'

const american = { date: 'M/D/YYYY', time: 'h:mm:ss TT', timestamp: 'M/D/YYYY h:mm:ss[.fff] TT' }
const short = { date: 'D.M.YY' }

/** Texts, the numbers that they read as, and the formats of the app where these are not the default ones. */
export const readTexts: readonly (readonly [text: string, value: number | null, formats: Partial<AppFormats>])[] = [
  ['1,234.5', 1_234.5, {}],
  ['-0.5', -0.5, {}],
  ['2024-01-05', 45_296, {}],
  ['2024-02-30', null, {}],
  ['2024-01-05 06:00:00', 45_296.25, {}],
  ['1/5/2024', 45_296, american],
  ['13/5/2024', null, american],
  ['2/30/2024', null, american],
  ['1:00:00 AM', 1 / 24, american],
  ['12:00:00 AM', 0, american],
  ['12:30:00 PM', 12.5 / 24, american],
  ['0:30:00 AM', null, american],
  ['13:00:00 PM', null, american],
  ['1/5/2024 6:00:00 PM', 45_296.75, american],
  ['5.1.24', 45_296, short],
  ['5.1.68', 61_367, short],
  ['5.1.69', 25_208, short],
  ['5 Jan 2024', 45_296, { date: 'D MMM YYYY' }],
  ['23:59:59', 86_399 / 86_400, {}],
  ['24:00:00', null, {}],
  ['nothing', null, {}],
]
