import { expressionProblem } from '../../expression-problem.js'
import { computedOnce } from '../computed-once.js'
import { type Bind, functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { moment, serial } from './moment.js'
import { momentText } from './texts.js'

const dates = functionsOf('date and time')

/** The place of a local time: a fixed distance from UTC in minutes, or a zone of the IANA database. */
type Place = { readonly minutes: number } | { readonly zone: string }

/** Zones by the last part of their names, in small letters with blanks: `new york`. */
const zonesByCity: ReadonlyMap<string, string> = new Map(
  Intl.supportedValuesOf('timeZone').map((zone) => [
    (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ').toLowerCase(),
    zone,
  ]),
)

/** @throws UnderstudyError ENGINE-EXPRESSION where there is no such place */
const placeNamed = (written: string): Place => {
  const fixed = /^(?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?$/i.exec(written.trim())
  if (fixed) {
    const [, sign, hours = '0', minutes = '0'] = fixed
    const distance = Number(hours) * 60 + Number(minutes)
    if (distance <= 14 * 60) return { minutes: sign === '-' ? -distance : distance }
  }
  const zone = zonesByCity.get(written.trim().replaceAll('_', ' ').toLowerCase()) ?? written.trim()
  try {
    return { zone: new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone }
  } catch {
    throw expressionProblem(0, `There is no time zone ${written}: write 'Europe/Paris', 'Paris' or 'GMT+01:00'`)
  }
}

/** SQL of the local time of a TIMESTAMP in UTC. */
const localTime = (at: string, place: SqlValue | undefined, ignoreSummer: SqlValue | undefined, bind: Bind): string => {
  const there = placeNamed(String(place?.literal ?? 'UTC'))
  if ('minutes' in there) return `(${at} + to_minutes(${there.minutes}))`
  return computedOnce('z', { at, zone: bind(there.zone), plain: ignoreSummer?.truth ?? 'FALSE' }, (of) => {
    const local = (utc: string) => `timezone(${of.zone}, timezone('UTC', ${utc}))`
    // Summer time is ahead of the usual one: the distance of the year that is less is the usual one.
    const middle = `(date_trunc('year', ${of.at}) + INTERVAL 181 DAY)`
    const start = `date_trunc('year', ${of.at})`
    const usual = `least(${local(start)} - ${start}, ${local(middle)} - ${middle})`
    return `CASE WHEN ${of.plain} THEN ${of.at} + ${usual} ELSE ${local(of.at)} END`
  })
}

const utcNow = "(now() AT TIME ZONE 'UTC')"
const place = { name: 'place', literal: 'text' } as const
const ignoring = { name: 'ignore_summer_time', optional: true } as const
const places =
  "The place is a zone of the IANA database (`'Europe/Paris'`), its city (`'Paris'`) or a distance (`'GMT+01:00'`)"

const nowIn = (name: string) =>
  dates.dual({
    name,
    parameters: [],
    description: 'This moment, UTC.',
    examples: [[`${name}() >= Today()`, -1]],
    duckdb: (_args, _, bind, formats) => ({
      number: () => serial(utcNow),
      text: () => momentText(utcNow, bind, formats),
    }),
  })

export const timeZones = [
  dates.dual({
    name: 'ConvertToLocalTime',
    parameters: [{ name: 'moment' }, { ...place, optional: true }, ignoring],
    description: `The local time of a moment in UTC, with or without summer time. ${places}, else UTC.`,
    examples: [
      ["ConvertToLocalTime('2007-11-10 23:59:00', 'Paris') & ''", '2007-11-11 00:59:00'],
      ["ConvertToLocalTime('2024-07-01 12:00:00', 'Europe/Paris') & ''", '2024-07-01 14:00:00'],
      ["ConvertToLocalTime('2024-07-01 12:00:00', 'Europe/Paris', True()) & ''", '2024-07-01 13:00:00'],
      ["ConvertToLocalTime('2007-11-10 23:59:00', 'GMT-05:00') & ''", '2007-11-10 18:59:00'],
    ],
    duckdb: ([at, where, ignore], _, bind, formats) => {
      const local = localTime(moment(at), where, ignore, bind)
      return { number: () => serial(local), text: () => momentText(local, bind, formats) }
    },
  }),
  dates.dual({
    name: 'LocalTime',
    parameters: [{ ...place, optional: true }, ignoring],
    description: `This moment at a place, with or without summer time. ${places}, else UTC.`,
    examples: [["Round((LocalTime('GMT+02:00') - UTC()) * 24)", 2]],
    duckdb: ([where, ignore], _, bind, formats) => {
      const local = localTime(utcNow, where, ignore, bind)
      return { number: () => serial(local), text: () => momentText(local, bind, formats) }
    },
  }),
  nowIn('UTC'),
  nowIn('GMT'),
  dates.text({
    name: 'TimeZone',
    parameters: [],
    description: 'The time zone of an app: UTC.',
    examples: [['TimeZone()', 'UTC']],
    duckdb: () => "'UTC'",
  }),
  dates.number({
    name: 'DaylightSaving',
    parameters: [],
    description: 'By how much of a day summer time moves the clock in the time zone of an app: 0, as UTC has none.',
    examples: [['DaylightSaving()', 0]],
    duckdb: () => '0.0::DOUBLE',
  }),
]
