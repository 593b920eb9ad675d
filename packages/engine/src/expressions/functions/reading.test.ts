import { expect, it } from 'vitest'
import { type AppFormats, defaultFormats } from '../../format/app-formats.js'
import { readValue } from '../../format/read-value.js'
import { readSetStatements } from '../../format/set-statements.js'
import { openSnapshot } from '../../snapshot/snapshot.js'
import { contextOf, withAppFolder } from '../../testing/app-folder.js'
import { rowsBy } from '../../testing/small-model.js'

const german = `SET ThousandSep='.'; SET DecimalSep=','; SET MoneyThousandSep='.'; SET MoneyDecimalSep=',';
SET MoneyFormat='#.##0,00 €'; SET TimeFormat='hh:mm'; SET DateFormat='D. MMM YYYY'; SET TimestampFormat='DD.MM.YY hh:mm[:ss.fff]';
SET MonthNames='Jan;Feb;Mrz;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez';`

const american = `SET DateFormat='M/D/YYYY'; SET TimestampFormat='M/D/YYYY h:mm:ss[.fff] TT'; SET TimeFormat='h:mm:ss TT';`

const day = (year: number, month: number, date: number, seconds = 0): number =>
  (Date.UTC(year, month - 1, date) / 1000 + seconds) / 86_400 + 25_569

/** Texts, and the number that each reads as. */
const read: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {
  '': {
    '12': 12,
    ' -12.50 ': -12.5,
    '+.5': 0.5,
    '1.': 1,
    '1e3': 1000,
    '1e999': null,
    '007': 7,
    '1,234': 1234,
    '1,234,567.25': 1_234_567.25,
    '1,23': null,
    '1,2345': null,
    '$1,234.50': 1234.5,
    '-$5.00': -5,
    '': null,
    ' ': null,
    abc: null,
    '12a': null,
    '2024-01-05': 45_296,
    '2024-02-30': null,
    '2024-01-05 06:00': 45_296.25,
    '2024-01-05T06:00:00.5': day(2024, 1, 5, 21_600.5),
    '2024-1-5': null,
    '06:00:00': 0.25,
    '6:00': null,
    '24:00:00': null,
    infinity: null,
    nan: null,
    '0x10': null,
    '1_000': null,
  },
  [german]: {
    '1.234,5': 1234.5,
    '1.234': 1234,
    '1.5': 1.5,
    '0,25': 0.25,
    ',5': 0.5,
    '1.234,50 €': 1234.5,
    '5 €': 5,
    '2024-01-05': 45_296,
    '5. Mrz 2024': day(2024, 3, 5),
    '5. MRZ 2024': day(2024, 3, 5),
    '31. Feb 2024': null,
    '5. Mar 2024': null,
    '05.03.24 18:30': day(2024, 3, 5, 66_600),
    '05.03.24 18:30:07': null,
    '05.03.24 18:30:07.5': day(2024, 3, 5, 66_607.5),
    '05.03.69 00:00': day(1969, 3, 5),
    '05.03.68 00:00': day(2068, 3, 5),
    '18:30': 66_600 / 86_400,
    '1,234.5': null,
  },
  [american]: {
    '1/5/2024': 45_296,
    '01/05/2024': 45_296,
    '13/5/2024': null,
    '1/5/2024 6:00:00 PM': 45_296.75,
    '1/5/2024 6:00:00.250 pm': day(2024, 1, 5, 64_800.25),
    '1/5/2024 12:00:00 AM': 45_296,
    '1/5/2024 13:00:00 AM': null,
    '12:30:00 AM': 1800 / 86_400,
    '12:30:00 PM': 0.5 + 1800 / 86_400,
  },
}

const rounded = (number: number | null): number | null => (number === null ? null : Number(number.toFixed(9)))

it.each(Object.entries(read))(
  'texts read as numbers by the formats %s, alike in both languages',
  async (script, texts) => {
    const formats: AppFormats = script === '' ? defaultFormats : readSetStatements(script).formats
    for (const [text, number] of Object.entries(texts))
      expect([text, rounded(readValue(text, formats))]).toEqual([text, rounded(number)])
    const rows = Object.keys(texts).map((text) => `('${text}')`)
    const files = {
      'data.sql': `CREATE TABLE t AS SELECT * FROM (VALUES ${rows.join(', ')}) v("x")`,
      'script.qvs': script,
    }
    await withAppFolder(files, async (app) => {
      await app.reload()
      const snapshot = await openSnapshot(app.snapshotDir)
      const context = await contextOf(snapshot)
      const found = await rowsBy(
        context,
        ['x'],
        "Only(x & '') + 0",
        "Only(Left(x & Repeat('a', 0) & Left('b', 0) & Trim(x) & '', 0) & x) + 0",
      )
      snapshot.close()
      for (const [text, short, long] of found as [string, number | null, number | null][])
        expect([text, rounded(short), rounded(long)]).toEqual([
          text,
          rounded(texts[text] ?? null),
          rounded(texts[text] ?? null),
        ])
      expect(found).toHaveLength(rows.length)
    })
  },
)
