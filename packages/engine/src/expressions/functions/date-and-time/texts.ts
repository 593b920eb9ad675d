import type { AppFormats } from '../../../format/app-formats.js'
import { writtenByPattern } from '../formatting/date-pattern.js'
import type { Bind } from '../scalar-function.js'
import { serial } from './moment.js'

/** SQL of a TIMESTAMP as the app writes dates. */
export const dayText = (timestamp: string, bind: Bind, { date, calendar }: AppFormats): string =>
  writtenByPattern(timestamp, date, bind, calendar)

/** SQL of a TIMESTAMP as the app writes times of day. */
export const timeText = (timestamp: string, bind: Bind, { time, calendar }: AppFormats): string =>
  writtenByPattern(timestamp, time, bind, calendar)

/** SQL of a TIMESTAMP as the app writes dates with times. */
export const momentText = (at: string, bind: Bind, { timestamp, calendar }: AppFormats): string =>
  writtenByPattern(at, timestamp, bind, calendar)

/** A TIMESTAMP and how the app writes it: with its time of day where it has one. */
export const writtenMoment = (at: string, bind: Bind, formats: AppFormats) => ({
  number: () => serial(at),
  text: () =>
    `(CASE WHEN ${at} = date_trunc('day', ${at}) THEN ${dayText(at, bind, formats)} ELSE ${momentText(at, bind, formats)} END)`,
})
