import { describe, expect, it } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'

const script = `SET ThousandSep='.'; SET DecimalSep=','; SET MoneyThousandSep='.'; SET MoneyDecimalSep=',';
SET MoneyFormat='#.##0,00 €;-#.##0,00 €'; SET TimeFormat='hh:mm'; SET DateFormat='DD.MM.YYYY';
SET TimestampFormat='DD.MM.YYYY hh:mm[:ss]';
SET FirstWeekDay=6; SET BrokenWeeks=1; SET ReferenceDay=0; SET FirstMonthOfYear=4; SET CollationLocale='de-DE';
SET MonthNames='Jan;Feb;Mrz;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez';
SET LongMonthNames='Januar;Februar;März;April;Mai;Juni;Juli;August;September;Oktober;November;Dezember';
SET DayNames='Mo;Di;Mi;Do;Fr;Sa;So';
SET LongDayNames='Montag;Dienstag;Mittwoch;Donnerstag;Freitag;Samstag;Sonntag';
SET NumericalAbbreviation='3:T;6:Mio';`

const files = {
  'data.sql': `CREATE TABLE t AS SELECT * FROM (VALUES
    (DATE '2024-03-05', 1234.5, TIMESTAMP '2024-03-05 17:30:00', 'a'),
    (DATE '2023-12-31', 0.25, TIMESTAMP '2023-12-31 00:00:07', 'b')) v("Day", "x", "At", "k")`,
  'script.qvs': script,
}

describe('the formats of an app', () => {
  it('are told in its layout', () =>
    withFolderSession(files, async (client) => {
      const { qLayout } = await client.call(client.doc, 'GetAppLayout')
      const { qReturn } = await client.call(client.doc, 'GetLocaleInfo')
      expect(qLayout.qLocaleInfo).toEqual(qReturn)
      expect(qReturn).toMatchObject({
        qDecimalSep: ',',
        qThousandSep: '.',
        qListSep: ';',
        qMoneyDecimalSep: ',',
        qMoneyThousandSep: '.',
        qMoneyFmt: '#.##0,00 €;-#.##0,00 €',
        qTimeFmt: 'hh:mm',
        qDateFmt: 'DD.MM.YYYY',
        qTimestampFmt: 'DD.MM.YYYY hh:mm[:ss]',
        qFirstWeekDay: 6,
        qBrokenWeeks: true,
        qReferenceDay: 4,
        qFirstMonthOfYear: 4,
        qCollation: 'de-DE',
        qNumericalAbbreviation: '3:T;6:Mio',
      })
      expect(qReturn.qCalendarStrings.qMonthNames[2]).toBe('Mrz')
      expect(qReturn.qCalendarStrings.qLongDayNames[6]).toBe('Sonntag')
    }))

  it('count in functions', () =>
    withFolderSession(files, async ({ value }) => {
      const written: Readonly<Record<string, string>> = {
        "Month('2024-03-05')": 'Mrz',
        "MonthName('2024-03-05')": 'Mrz 2024',
        "Date(45356, 'WWW, D. MMMM YYYY')": 'Di, 5. März 2024',
        "Date(45356, 'W WW WWWW')": '2 02 Dienstag',
        'Date(45356.5)': '05.03.2024',
        'Time(0.75)': '18:00',
        'Timestamp(45356.75)': '05.03.2024 18:00',
        "Timestamp('2024-03-05 18:00:07')": '05.03.2024 18:00:07',
        'MakeDate(2024, 3, 5)': '05.03.2024',
        "MonthEnd('2024-02-05')": '29.02.2024',
        "AddMonths('2024-01-31', 1)": '29.02.2024',
        // The year begins with April, the week with Sunday, and weeks are broken.
        "YearStart('2024-03-05')": '01.04.2023',
        "YearStart('2024-03-05', 0, 1)": '01.01.2024',
        "YearName('2024-03-05')": '2023-2024',
        "WeekStart('2024-03-05')": '03.03.2024',
        "WeekDay('2024-03-05')": 'Di',
        "WeekDay('2024-03-05') + 0": '2',
        "Week('2024-12-31')": '53',
        "Week('2024-12-31', 0, 0)": '1',
        "WeekYear('2024-12-31')": '2024',
        "WeekName('2024-12-31')": '2024/53',
        "DayNumberOfYear('2024-04-01')": '1',
        "InYear('2024-03-05', '2023-05-01', 0)": '-1',
        "InWeek('2024-03-03', '2024-03-05', 0)": '-1',
      }
      const found: Record<string, string> = {}
      for (const expression of Object.keys(written)) found[expression] = (await value(expression))[0]
      expect(found).toEqual(written)
    }))
})

describe('the formats of a column', () => {
  it('come before those of the app', () =>
    withFolderSession(files, async ({ cube }) => {
      const measure = (qNumFormat: unknown) => ({ qDef: { qDef: 'Sum(x)', qNumFormat } })
      const { totals } = await cube(
        [],
        [
          measure({ qType: 'U' }),
          measure({ qType: 'F', qnDec: 2, qUseThou: 1 }),
          measure({ qType: 'M', qnDec: 2, qUseThou: 1 }),
          measure({ qType: 'M', qFmt: '#,##0.0 $', qDec: '.', qThou: ',' }),
          measure({ qType: 'F', qFmt: '0,0A' }),
          measure({ qType: 'D' }),
          measure({ qType: 'D', qFmt: 'D/M/YY' }),
          measure({ qType: 'T' }),
          measure({ qType: 'TS' }),
          measure({ qType: 'IV' }),
          measure({ qType: 'IV', qFmt: 'd hh' }),
        ],
      )
      expect(totals).toEqual([
        '1234,75',
        '1.234,75',
        '1.234,75 €',
        '1,234.8 $',
        '1,2T',
        '18.05.1903',
        '18/5/03',
        '18:00',
        '18.05.1903 18:00',
        '29634:00',
        '1234 18',
      ])
    }))
})
