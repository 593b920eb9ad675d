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

describe('the values of fields', () => {
  const dimension = (field: string, qSortCriterias: unknown = { qSortByNumeric: 1 }) => ({
    qDef: { qFieldDefs: [field], qSortCriterias: [qSortCriterias] },
  })
  const sum = { qDef: { qDef: 'Sum(x)' } }

  it('are shown, searched and named in sets as the app writes them', () =>
    withFolderSession(files, async ({ cube, value }) => {
      expect((await cube([dimension('Day')], [sum])).rows).toEqual([
        ['31.12.2023', '0,25'],
        ['05.03.2024', '1234,5'],
      ])
      expect((await cube([dimension('x')], [])).rows).toEqual([['0,25'], ['1234,5']])
      expect((await cube([dimension('At')], [])).rows).toEqual([['31.12.2023 00:00:07'], ['05.03.2024 17:30']])
      expect(await value("Sum({<Day={'05.03.2024'}>} x)")).toEqual(['1234,5', 1234.5])
      expect(await value("Sum({<Day={'2024-03-05'}>} x)")).toEqual(['0', 0])
      expect(await value('Sum({<Day={">=01.01.2024"}>} x)')).toEqual(['1234,5', 1234.5])
      expect(await value('Sum({<x={">0,5"}>} x)')).toEqual(['1234,5', 1234.5])
      expect(await value("Sum(If(Day = '05.03.2024', x))")).toEqual(['1234,5', 1234.5])
      expect(await value("Only({<k={'a'}>} Day) & ' ' & Sum(x)")).toEqual(['05.03.2024 1234,75', 'NaN'])
    }))

  it('stay apart where the app writes them alike, and match across tables', () => {
    const coarse = {
      'data.sql': `CREATE TABLE t AS SELECT DATE '2024-01-01' + CAST(i AS INTEGER) AS "Day", 1 AS "n" FROM range(40) r(i);
        CREATE TABLE u AS SELECT DATE '2024-01-03' AS "Day", 'third' AS "Name"`,
      'script.qvs': "SET DateFormat='MMM YYYY';",
    }
    return withFolderSession(coarse, async ({ cube, value }) => {
      const { rows } = await cube([dimension('Day')], [{ qDef: { qDef: 'Sum(n)' } }])
      expect(rows).toHaveLength(40)
      expect(rows[0]).toEqual(['Jan 2024', '1'])
      expect(await value("Sum({<Name={'third'}>} n)")).toEqual(['1', 1])
    })
  })

  it('restrict by what the data states, however the app writes it', () => {
    const restricted = {
      'data.sql': `CREATE TABLE t AS SELECT DATE '2024-01-01' + CAST(i AS INTEGER) AS "DAY", 1 AS "n", i + 0.5 AS "X" FROM range(40) r(i);
        CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
          ('USER', 'dora', DATE '2024-01-03', NULL), ('USER', 'nils', NULL, 1.5)) v("ACCESS", "USERID", "DAY", "X")`,
      'script.qvs': "SET DateFormat='MMM YYYY'; SET DecimalSep=',';",
    }
    return withFolderSession(
      restricted,
      async ({ value }) => expect(await value('Sum(n)')).toEqual(['1', 1]),
      'dora',
    ).then(() =>
      withFolderSession(restricted, async ({ value }) => expect(await value('Min(X)')).toEqual(['1,5', 1.5]), 'nils'),
    )
  })

  it('have the number that a text reads as', () => {
    const texts = {
      'data.sql': `CREATE TABLE t AS SELECT * FROM (VALUES ('10', 1), ('9', 1), ('x', 1), ('2', 1), ('2024-01-05', 1), ('007', 1)) v("Txt", "n")`,
    }
    return withFolderSession(texts, async ({ cube, value }) => {
      const { rows, layout } = await cube([dimension('Txt')], [{ qDef: { qDef: 'Sum(n)' } }])
      expect(rows.map(([text]) => text)).toEqual(['2', '007', '9', '10', '2024-01-05', 'x'])
      expect(layout.qDataPages[0].qMatrix.map(([cell]: [{ qNum: unknown }]) => cell.qNum)).toEqual([
        2,
        7,
        9,
        10,
        45_296,
        'NaN',
      ])
      // One of two that is no number is compared as a text.
      expect(await value('Sum(If(Txt > 5, 1, 0))')).toEqual(['5', 5])
      expect(await value('Sum(If(Txt > 5 and IsNum(Txt), 1, 0))')).toEqual(['4', 4])
      expect(await value('Sum({<Txt={">5<=10"}>} n)')).toEqual(['3', 3])
      expect(await value("Sum(If(Txt = '7', 1, 0))")).toEqual(['1', 1])
      expect(await value('Count(DISTINCT Txt)')).toEqual(['6', 6])
      expect(await value('Max(Txt)')).toEqual(['45296', 45_296])
      expect(await value('Avg(Txt) * 5')).toEqual(['45324', 45_324])
    })
  })

  it('are days where they are durations', () => {
    const durations = {
      'data.sql': `CREATE TABLE t AS SELECT * FROM (VALUES (INTERVAL 36 HOUR), (INTERVAL 1 DAY), (INTERVAL '00:00:01.5')) v("Took")`,
    }
    return withFolderSession(durations, async ({ cube, value }) => {
      expect((await cube([dimension('Took')], [])).rows).toEqual([['00:00:01.500'], ['24:00:00'], ['36:00:00']])
      expect((await value('Interval(Max(Took) * 2)'))[0]).toBe('72:00:00')
    }).then(() =>
      withFolderSession({ ...durations, 'script.qvs': "SET TimeFormat='h:mm';" }, async ({ cube }) =>
        expect((await cube([dimension('Took')], [])).rows).toEqual([['0:00'], ['24:00'], ['36:00']]),
      ),
    )
  })
})
