import { serialDayOfEpoch, serialOf } from '../reading.js'
import type { Bind } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

/** Serial days that are dates of the years 1 to 9999. */
const firstDay = -693_593
const lastDay = 2_958_465

/** SQL of the TIMESTAMP of a serial day number; NULL beyond the years 1 to 9999. */
export const moment = (value: SqlValue): string => momentOf(value.number)

export const momentOf = (number: string): string =>
  `(CASE WHEN ${number} >= ${firstDay} AND ${number} < ${lastDay + 1} THEN make_timestamp(CAST(round((${number} - ${serialDayOfEpoch}) * 86400000.0) AS BIGINT) * 1000) END)`

/** SQL of the serial day number of a TIMESTAMP. */
export const serial = (timestamp: string): string => serialOf(timestamp)

/** SQL of the name with a number, counted from 1. Names hold no semicolon, as it divides them where they are stated. */
export const nameOf = (names: readonly string[], number: string, bind: Bind): string =>
  `split_part(${bind(names.join(';'))}, ';', CAST(${number} AS INTEGER))`

/** The last millisecond of the period before a moment. */
export const lastMillisecondBefore = (timestamp: string): string => `(${timestamp} - INTERVAL 1 MILLISECOND)`
