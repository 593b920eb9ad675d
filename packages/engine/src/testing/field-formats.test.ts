import { describe, expect, it } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'
import { withAppFolder } from './app-folder.js'

const data = `CREATE TABLE t AS SELECT * FROM (VALUES
    (DATE '2024-03-05', 45356.75, 1234.5, 0.256, 1.5, TIMESTAMP '2024-03-05 17:30:00', 'a', 12),
    (DATE '2023-12-31', 45291.25, -0.25, 1.0, 0.25, TIMESTAMP '2023-12-31 00:00:07', 'b', 9007199254740993))
    v("Day", "Serial", "Amount", "Share", "Took", "At", "k", "Id")`

const formats = [
  { qName: 'Day', qNumFormat: { qType: 'D', qFmt: 'D.M.YYYY' } },
  { qName: 'Serial', qNumFormat: { qType: 'TS', qFmt: 'YYYY/MM/DD hh:mm' } },
  { qName: 'Amount', qNumFormat: { qType: 'M', qFmt: '#.##0,00 €', qDec: ',', qThou: '.' } },
  { qName: 'Share', qNumFormat: { qType: 'F', qFmt: '0.0%' } },
  { qName: 'Took', qNumFormat: { qType: 'IV', qFmt: 'd hh:mm' } },
  { qName: 'At', qNumFormat: { qType: 'T', qFmt: 'h:mm TT' } },
  { qName: 'Id', qNumFormat: { qType: 'I', qFmt: '#,##0', qThou: ',' } },
]

const files = { 'data.sql': data, 'fields.json': JSON.stringify(formats) }

const dimension = (field: string, more: object = {}) => ({
  qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByLoadOrder: 1 }], ...more },
})

describe('the format of a field', () => {
  it('writes its values in cubes and lists, and is told there', () =>
    withFolderSession(files, async ({ cube, create, layout }) => {
      const written: Readonly<Record<string, readonly [readonly string[], string, object]>> = {
        Day: [['5.3.2024', '31.12.2023'], 'T', { qType: 'D', qFmt: 'D.M.YYYY' }],
        Serial: [['2024/03/05 18:00', '2023/12/31 06:00'], 'T', { qType: 'TS', qFmt: 'YYYY/MM/DD hh:mm' }],
        Amount: [['1.234,50 €', '-0,25 €'], 'N', { qType: 'M', qFmt: '#.##0,00 €', qDec: ',', qThou: '.' }],
        Share: [['25.6%', '100.0%'], 'N', { qType: 'F', qFmt: '0.0%' }],
        Took: [['1 12:00', '0 06:00'], 'N', { qType: 'IV', qFmt: 'd hh:mm' }],
        At: [['5:30 PM', '12:00 AM'], 'T', { qType: 'T', qFmt: 'h:mm TT' }],
        // A pattern would take digits away from a number that is not exact.
        Id: [['12', '9007199254740993'], 'N', { qType: 'I', qFmt: '#,##0' }],
      }
      for (const [field, [texts, type, format]] of Object.entries(written)) {
        const { rows, layout: inCube } = await cube([dimension(field)], [])
        expect([field, rows.flat()]).toEqual([field, texts])
        expect(inCube.qDimensionInfo[0]).toMatchObject({
          qNumFormat: format,
          qIsAutoFormat: false,
          qDimensionType: type,
          qApprMaxGlyphCount: Math.max(...texts.map(({ length }) => length)),
        })
        const list = await create({
          qInfo: { qType: 'list' },
          qListObjectDef: { ...dimension(field), qInitialDataFetch: [{ qWidth: 1, qHeight: 9 }] },
        })
        const { qListObject } = await layout(list)
        expect(qListObject.qDataPages[0].qMatrix.map(([cell]: [{ qText: string }]) => cell.qText)).toEqual(texts)
        expect(qListObject.qDimensionInfo).toMatchObject({ qNumFormat: format, qIsAutoFormat: false })
      }
    }))

  it('comes before that of the app, and behind that of a column', () =>
    withFolderSession(
      { ...files, 'script.qvs': "SET DateFormat='YYYY';SET MoneyFormat='0 kr';" },
      async ({ cube, value }) => {
        const own = { qNumberPresentations: [{ qType: 'D', qFmt: 'MM/YY' }] }
        const { rows, layout } = await cube([dimension('Day'), dimension('Day', own)], [])
        expect(rows[0]).toEqual(['5.3.2024', '03/24'])
        expect(layout.qDimensionInfo[1].qNumFormat).toMatchObject({ qFmt: 'MM/YY' })
        expect((await value("Date(45356) & ' ' & Money(3)"))[0]).toBe('2024 3 kr')
        const { totals } = await cube(
          [],
          [
            { qDef: { qDef: 'Sum(Amount)', qNumFormat: { qType: 'F', qFmt: '0.0' } } },
            { qDef: { qDef: 'Sum(Amount)' } },
          ],
        )
        expect(totals).toEqual(['1234.3', '1.234,25 €'])
      },
    ))

  it('writes amounts of the field, and no other measures', () =>
    withFolderSession(files, async ({ value, cube }) => {
      const written: Readonly<Record<string, string>> = {
        'Sum(Amount)': '1.234,25 €',
        'Avg({<k={a}>} Amount)': '1.234,50 €',
        'Sum(TOTAL Amount)': '1.234,25 €',
        'Max(Day)': '5.3.2024',
        'Min(Took)': '0 06:00',
        'Median(Share)': '62.8%',
        "Only({<k={'a'}>} Day)": '5.3.2024',
        "Only({<k={'a'}>} Day) & ''": '5.3.2024',
        "Only({<k={'a'}>} Amount) & '/' & Only({<k={'a'}>} Share)": '1.234,50 €/25.6%',
        "Count(If(Amount = '1.234,50 €', k))": '1',
        'FirstSortedValue(Day, Amount)': '31.12.2023',
        'Max(Serial)': '2024/03/05 18:00',
        'Max(Day) + 1': '45357',
        'Count(Amount)': '2',
        'Sum(Amount) * 2': '2468.5',
        'Sum(Amount + 0)': '1234.25',
        "Num(Sum(Amount), '0')": '1234',
        "Concat(Day, '|', Day)": '31.12.2023|5.3.2024',
        'Max(k)': '-',
      }
      const found: Record<string, string> = {}
      for (const expression of Object.keys(written)) found[expression] = (await value(expression))[0]
      expect(found).toEqual(written)
      const { layout } = await cube(
        [dimension('k')],
        ['Sum(Amount)', 'Count(Amount)'].map((qDef) => ({ qDef: { qDef } })),
      )
      expect(
        layout.qMeasureInfo.map(({ qNumFormat, qIsAutoFormat }: Record<string, unknown>) => [
          qNumFormat,
          qIsAutoFormat,
        ]),
      ).toEqual([
        [expect.objectContaining({ qType: 'M', qFmt: '#.##0,00 €', qDec: ',', qThou: '.' }), false],
        [expect.objectContaining({ qType: 'U' }), true],
      ])
    }))

  it('names values in sets and selections, and reads the bounds of a search', () =>
    withFolderSession(files, async ({ value, call, doc }) => {
      const counts: Readonly<Record<string, number>> = {
        "Count({<Day={'5.3.2024'}>} k)": 1,
        "Count({<Day={'2024-03-05'}>} k)": 0,
        'Count({<Day={">1.1.2024"}>} k)': 1,
        'Count({<Day={">=31.12.2023<5.3.2024"}>} k)': 1,
        'Count({<Amount={">1.000,00 €"}>} k)': 1,
        'Count({<Amount={"<0,5"}>} k)': 1,
        'Count({<Amount={1234.5}>} k)': 1,
        'Count({<Serial={">2024/01/01 00:00"}>} k)': 1,
        "Count({<Day={'5.3.*'}>} k)": 0,
        'Count({<Day={"5.3.*"}>} k)': 1,
        "Count({<Id={'9007199254740993'}>} k)": 1,
      }
      const found: Record<string, number | string> = {}
      for (const expression of Object.keys(counts)) found[expression] = (await value(expression))[1]
      expect(found).toEqual(counts)
      const { qReturn } = await call(doc, 'GetField', 'Day')
      await call(qReturn.qHandle, 'SelectValues', [{ qText: '5.3.2024' }], false, false)
      expect((await value('Concat(k)'))[0]).toBe('a')
    }))

  it('stays apart from what the data states: values that it writes alike are not one, and access compares them', () => {
    const coarse = {
      'data.sql': `CREATE TABLE t AS SELECT i + 0.25 AS "X", 1 AS "n" FROM range(4) r(i);
        CREATE TABLE u AS SELECT 2.25 AS "X", 'third' AS "Name";
        CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'dora', 1.25), ('USER', 'dora', 2.25)) v("ACCESS", "USERID", "X")`,
      'fields.json': JSON.stringify([{ qName: 'X', qNumFormat: { qType: 'F', qFmt: '0.x' } }]),
    }
    return withFolderSession(
      coarse,
      async ({ cube, value }) => {
        expect((await cube([dimension('X')], [{ qDef: { qDef: 'Sum(n)' } }])).rows).toEqual([
          ['1.x', '1'],
          ['2.x', '1'],
        ])
        expect((await value("Sum({<Name={'third'}>} n)"))[1]).toBe(1)
      },
      'dora',
    )
  })
})

describe('what of fields.json has no effect is told with its place', () => {
  const findingsOf = (text: string) =>
    withAppFolder({ 'data.sql': data, 'fields.json': text }, async ({ reload }) =>
      (await reload()).findings.map(({ file, line, column, problem }) => `${file}:${line}:${column} ${problem}`),
    )
  const entry = (qName: unknown, qNumFormat: unknown) => JSON.stringify([{ qName, qNumFormat }])
  const types = 'U, A, I, R, F, M, D, T, TS, IV'

  it.each([
    ['[', '1:2 This is no JSON: close bracket expected.'],
    ['{}', '1:1 This has to be an array of fields.'],
    ['[{}]', '1:2 An entry has to name a field by qName.'],
    [entry('Day', undefined), '1:2 An entry has to say by qNumFormat how the field is written.'],
    [entry('Day', 'D'), '1:30 An entry has to say by qNumFormat how the field is written.'],
    [entry('Day', { qFmt: 'YYYY' }), `1:30 The qType of a format is one of ${types}.`],
    [entry('Day', { qType: 'date' }), `1:39 The qType of a format is one of ${types}.`],
    [entry('Day', { qType: 'D', qFmt: 'D'.repeat(257) }), '1:30 The number format has at most 256 characters.'],
    [entry('Day', { qType: 'D', qFormat: '' }), '1:43 Nothing reads "qFormat" here. Did you mean "qFmt"?'],
    [entry('day', { qType: 'D' }), '1:11 There is no field [day]. Did you mean "Day"?'],
    [entry('k', { qType: 'D' }), '1:11 The values of [k] are texts, which a format does not write.'],
    [JSON.stringify([formats[0], formats[0]]), '1:72 The field [Day] has a format already.'],
  ])('%s', async (text, problem) => {
    expect(await findingsOf(text)).toEqual([`fields.json:${problem}`])
  })

  it('and nothing where all is well', async () => {
    expect(await findingsOf(files['fields.json'])).toEqual([])
  })
})
