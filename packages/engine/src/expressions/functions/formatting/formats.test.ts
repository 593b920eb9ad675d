import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { defaultFormats } from '../../../format/app-formats.js'
import { numberLocale } from '../../../format/number-locale.js'
import { patternWriter } from '../../../format/number-pattern.js'
import { dateWriter } from '../../../format/write-date.js'
import { intervalWriter } from '../../../format/write-interval.js'
import { contextOf, withSnapshot } from '../../../testing/app-folder.js'
import { rowsBy } from '../../../testing/small-model.js'

const numbers = [
  0,
  1,
  -1,
  0.5,
  -0.5,
  0.05,
  0.005,
  1.005,
  2.675,
  -1.005,
  12,
  999,
  999.5,
  1000,
  1234.5,
  -1234.5,
  999_999,
  999_500,
  1_234_567.891,
  1e12,
  123_456_789_012.25,
  1e15,
  1.5e16,
  9e15,
  0.1 + 0.2,
  1 / 3,
  -0.0001,
  4000,
  3999,
  1e-9,
  45_296.123456,
]

const numberPatterns = [
  '0',
  '#',
  '#,##0',
  '0.00',
  '#,##0.00',
  '#.##',
  '0.##',
  '0.0#',
  '00',
  '0000.0',
  '0,000',
  '0.0%',
  '#,##0%',
  '$#,##0.00;($#,##0.00)',
  '0;-0;none',
  '#,##0;(#,##0);-',
  '0A',
  '0.0A',
  '#,##0.00 A',
  '0 min',
  'x',
  "it's 0",
  '(hex)',
  '(HEX)',
  '(bin)',
  '(oct)',
  '(r36)',
  '(ROM)',
  '(rom)',
  'no. (dec)',
  '0.000000000000',
  '0.000000000000000000',
]

const random = fc.sample(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { seed: 7, numRuns: 60 })

let rows: readonly string[] = []
beforeAll(() => {
  rows = [...numbers, ...random].map((number, index) => `(${index}, ${number}::DOUBLE)`)
})

/** What each number is written as within a larger expression, so that the statement writes it. */
const written = async (patterns: readonly string[], call: (pattern: string) => string) => {
  const all = [...numbers, ...random]
  const found: [string, number, unknown][] = []
  await withSnapshot(`CREATE TABLE t AS SELECT * FROM (VALUES ${rows.join(', ')}) v("k", "x")`, async (snapshot) => {
    const context = await contextOf(snapshot)
    for (const pattern of patterns)
      for (const [k, text] of await rowsBy(context, ['k'], `${call(pattern.replaceAll("'", "''"))} & ''`))
        found.push([pattern, all[Number(k)] ?? Number.NaN, text])
  })
  return found
}

it('numbers are written alike by statements and in cells', { timeout: 60_000 }, async () => {
  const locale = numberLocale(defaultFormats)
  const found = await written(numberPatterns, (pattern) => `Num(Only(x), '${pattern}')`)
  expect(found.length).toBeGreaterThan(numberPatterns.length * 80)
  for (const [pattern, number, text] of found)
    expect([pattern, number, text]).toEqual([pattern, number, patternWriter(pattern, locale)(number)])
})

it('dates and durations are written alike by statements and in cells', { timeout: 60_000 }, async () => {
  const dates = [
    'YYYY-MM-DD',
    'D.M.YY h:m:s',
    'WWWW, DD. MMMM YYYY',
    'hh:mm:ss.fff',
    'h:mm:ss[.ff] TT',
    '[hh:mm:ss]x',
    'W WW WWW MMM',
    'tt f',
  ]
  for (const [pattern, number, text] of await written(dates, (of) => `Date(Only(x), '${of}')`))
    if (number > -600_000 && number < 2_900_000)
      expect([pattern, number, text]).toEqual([pattern, number, dateWriter(pattern, defaultFormats.calendar)(number)])
  const intervals = ['hh:mm:ss', 'd hh:mm', 'D', 'm', 'ss.fff', 'h[:mm]', 'h:ss', 'd [hh] MM']
  for (const [pattern, number, text] of await written(intervals, (of) => `Interval(Only(x), '${of}')`))
    if (Math.abs(number) < 1e9)
      expect([pattern, number, text]).toEqual([pattern, number, intervalWriter(pattern)(number)])
})
