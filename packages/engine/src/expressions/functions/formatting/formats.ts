import type { AppFormats } from '../../../format/app-formats.js'
import { moment } from '../date-and-time/moment.js'
import { functionsOf } from '../scalar-function.js'
import { writtenByPattern } from './date-pattern.js'

const formats = functionsOf('formatting')
const parameters = [{ name: 'value' }, { name: 'pattern', optional: true, literal: 'text' }] as const

const dateFormat = (
  name: string,
  member: 'date' | 'time' | 'timestamp',
  description: string,
  examples: readonly (readonly [string, { readonly number: number; readonly text: string }])[],
) =>
  formats.dual({
    name,
    parameters,
    description: `${description} As the app writes it where no pattern is given. The number stays.`,
    examples,
    duckdb: ([value, pattern], _, bind, app: AppFormats) => ({
      number: () => value.number,
      text: () => writtenByPattern(moment(value), String(pattern?.literal ?? app[member]), bind, app.calendar),
    }),
  })

export const dateFormats = [
  dateFormat('Date', 'date', 'A number as a date.', [
    ['Date(45296.75)', { number: 45_296.75, text: '2024-01-05' }],
    ["Date('2024-01-05', 'D.M.YY')", { number: 45_296, text: '5.1.24' }],
    ["Date('2024-01-05', 'MMM YYYY')", { number: 45_296, text: 'Jan 2024' }],
  ]),
  dateFormat('Time', 'time', 'The fraction of a number as a time of day.', [
    ['Time(0.5)', { number: 0.5, text: '12:00:00' }],
    ["Time(0.75, 'h:mm TT')", { number: 0.75, text: '6:00 PM' }],
  ]),
  dateFormat('Timestamp', 'timestamp', 'A number as a date and a time.', [
    ['Timestamp(45296.5)', { number: 45_296.5, text: '2024-01-05 12:00:00' }],
  ]),
]
