import { expect, it } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'
import { withAppFolder } from '../testing/app-folder.js'

/** As calendars are declared in apps that were made in a hub. */
const calendar = `SET DateFormat='DD.MM.YYYY';
SET MonthNames='Jan;Feb;Mär;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez';
[autoCalendar]:
  DECLARE FIELD DEFINITION Tagged ('$date')
FIELDS
  Dual(Year($1), YearStart($1)) AS [Year] Tagged ('$axis', '$year'),
  Dual('Q'&Num(Ceil(Num(Month($1))/3)),Num(Ceil(NUM(Month($1))/3),00)) AS [Quarter] Tagged ('$quarter', '$cyclic'),
  Dual(Year($1)&'-Q'&Num(Ceil(Num(Month($1))/3)),QuarterStart($1)) AS [YearQuarter] Tagged ('$yearquarter', '$qualified'),
  Dual('Q'&Num(Ceil(Num(Month($1))/3)),QuarterStart($1)) AS [_YearQuarter] Tagged ('$yearquarter', '$hidden', '$simplified'),
  Month($1) AS [Month] Tagged ('$month', '$cyclic'),
  Dual(Year($1)&'-'&Month($1), monthstart($1)) AS [YearMonth] Tagged ('$axis', '$yearmonth', '$qualified'),
  Dual('W'&Num(Week($1),00), Num(Week($1),00)) AS [Week] Tagged ('$weeknumber', '$cyclic'),
  Date(Floor($1)) AS [Date] Tagged ('$axis', '$date', '$qualified'),
  If (DayNumberOfYear($1) <= DayNumberOfYear(Today()), 1, 0) AS [InYTD] ;
DERIVE FIELDS FROM FIELDS [Order Date], Note USING [autoCalendar] ;
`

const data = `CREATE TABLE orders AS SELECT * FROM (VALUES
  (TIMESTAMP '2024-03-05 10:30:00', 1, 'North', 'a'), (TIMESTAMP '2023-12-31 00:00:00', 2, 'South', 'b'),
  (TIMESTAMP '2024-03-05 23:00:00', 4, 'South', 'c'), (TIMESTAMP '2024-11-20 08:00:00', 8, 'North', 'd'), (NULL, 16, 'North', 'e')
) AS t("Order Date", "Amount", "Region", "Note");
`

const access = `CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
  ('ADMIN', 'anna', NULL, NULL), ('USER', 'nils', 'North', NULL), ('USER', 'omar', 'South', 'Order Date')
) AS t("ACCESS", "USERID", "Region", "OMIT");`

const files = { 'data.sql': data + access, 'script.qvs': calendar }

const sorted = (part: string) => ({
  qDef: { qFieldDefs: [`[Order Date.autoCalendar.${part}]`], qSortCriterias: [{ qSortByNumeric: 1 }] },
  qNullSuppression: true,
})
const amounts = [{ qDef: { qDef: 'Sum(Amount)' }, qSortBy: { qSortByNumeric: 0 } }]

it('fields that a script derives from a date are grouped by, in the order of their numbers', async () => {
  await withFolderSession(files, async ({ cube }) => {
    const rows = async (part: string) => (await cube([sorted(part)], amounts)).rows
    expect(await rows('Year')).toEqual([
      ['2023', '2'],
      ['2024', '13'],
    ])
    expect(await rows('YearMonth')).toEqual([
      ['2023-Dez', '2'],
      ['2024-Mär', '5'],
      ['2024-Nov', '8'],
    ])
    expect(await rows('YearQuarter')).toEqual([
      ['2023-Q4', '2'],
      ['2024-Q1', '5'],
      ['2024-Q4', '8'],
    ])
    expect(await rows('Quarter')).toEqual([
      ['Q1', '5'],
      ['Q4', '10'],
    ])
    expect(await rows('Month')).toEqual([
      ['Mär', '5'],
      ['Nov', '8'],
      ['Dez', '2'],
    ])
    expect(await rows('Week')).toEqual([
      ['W10', '5'],
      ['W47', '8'],
      ['W52', '2'],
    ])
    expect(await rows('Date')).toEqual([
      ['31.12.2023', '2'],
      ['05.03.2024', '5'],
      ['20.11.2024', '8'],
    ])
    const numbers = async (part: string): Promise<number[]> =>
      (await cube([sorted(part)], [])).layout.qDataPages[0].qMatrix.map(([cell]: { qNum: number }[]) => cell?.qNum)
    expect([await numbers('Month'), await numbers('Quarter'), await numbers('Week')]).toEqual([
      [3, 11, 12],
      [1, 4],
      [10, 47, 52],
    ])
    // Days since 30 December 1899 of the first day of each.
    expect([await numbers('Year'), await numbers('YearQuarter'), await numbers('YearMonth')]).toEqual([
      [44927, 45292],
      [45200, 45292, 45566],
      [45261, 45352, 45597],
    ])
  })
})

it('a date has a continuous axis however the app writes it, and texts that are derived from it have none', async () => {
  await withFolderSession(files, async ({ cube }) => {
    const { layout } = await cube([sorted('Date'), sorted('Month')], amounts)
    const axes = layout.qDimensionInfo.map(({ qContinuousAxes }: { qContinuousAxes?: boolean }) => qContinuousAxes)
    expect(axes).toEqual([true, undefined])
  })
})

it('they are selected in, and stand in sets and aggregations', async () => {
  await withFolderSession(files, async ({ call, field, doc, value }) => {
    expect((await value("Sum({<[Order Date.autoCalendar.YearMonth]={'2024-Mär'}>} Amount)"))[1]).toBe(5)
    expect((await value('Count(DISTINCT [Order Date.autoCalendar.Month])'))[1]).toBe(3)
    const month = await field('Order Date.autoCalendar.Month')
    expect(await call(month, 'SelectValues', [{ qText: 'Mär' }])).toEqual({ qReturn: true })
    expect((await value('Sum(Amount)'))[1]).toBe(5)
    expect((await call(doc, 'Evaluate', 'GetCurrentSelections()')).qReturn).toBe('Order Date.autoCalendar.Month: Mär')
  })
})

it('they are told with the field that they are made from, and found by their tags', async () => {
  await withFolderSession(files, async ({ call, create, layout, doc }) => {
    const list = async (definition: object) =>
      (await layout(await create({ qInfo: { qType: 'x' }, qFieldListDef: definition }))).qFieldList.qItems
    const plain = await list({})
    expect(plain.map(({ qName }: { qName: string }) => qName)).toEqual(['Order Date', 'Amount', 'Region', 'Note'])
    expect(JSON.stringify(plain)).not.toContain('qDerivedFieldData')
    const [date, amount] = await list({ qShowDerivedFields: true })
    const [{ qDerivedDefinitionName, qFieldDefs }] = date.qDerivedFieldData.qDerivedFieldLists
    expect(qDerivedDefinitionName).toBe('autoCalendar')
    expect(qFieldDefs.map(({ qMethod }: { qMethod: string }) => qMethod)).toEqual([
      ...['Year', 'Quarter', 'YearQuarter', 'Month', 'YearMonth', 'Week', 'Date'],
    ])
    expect(qFieldDefs[3]).toMatchObject({ qName: 'Order Date.autoCalendar.Month', qExpr: 'Month($1)' })
    expect(qFieldDefs[3].qTags).toEqual(expect.arrayContaining(['$month', '$cyclic']))
    expect(amount.qDerivedFieldData).toBeUndefined()
    const found = await call(doc, 'FindMatchingFields', 'Order Date', ['$axis'])
    expect(found.qFieldNames.map(({ qName }: { qName: string }) => qName)).toEqual([
      'Order Date.autoCalendar.Year',
      'Order Date.autoCalendar.YearMonth',
      'Order Date.autoCalendar.Date',
    ])
  })
})

it('they hold what the person may see, and are hidden with the field that they are made from', async () => {
  await withFolderSession(
    files,
    async ({ cube }) => expect((await cube([sorted('Year')], amounts)).rows).toEqual([['2024', '9']]),
    'nils',
  )
  await withFolderSession(
    files,
    async ({ cube, create, layout, doc, call }) => {
      const { layout: refused } = await cube([sorted('Year')], amounts)
      expect(refused.qDimensionInfo[0].qError).toMatchObject({ qErrorCode: expect.any(Number) })
      const list = await layout(await create({ qInfo: { qType: 'x' }, qFieldListDef: { qShowDerivedFields: true } }))
      const tables = await call(doc, 'GetTablesAndKeys', {}, {}, 0, false, false, false)
      expect(JSON.stringify([list, tables])).not.toContain('autoCalendar')
      expect((await call(doc, 'GetField', 'Order Date.autoCalendar.Month')).qReturn.qHandle).toBeNull()
    },
    'omar',
  )
})

it('the reload says which fields of a declaration it does not make, and what it does not know', async () => {
  const script = `${calendar}DERIVE FIELDS FROM FIELDS [Order Date] USING [otherCalendar];\nLOAD 1 AS a AUTOGENERATE 1;`
  await withAppFolder({ 'app.json': '{}', 'data.sql': data, 'script.qvs': script }, async ({ reload }) => {
    const { findings } = await reload()
    const problems = findings.map(({ problem }) => problem).join('\n')
    expect(problems).toContain('Of [autoCalendar] these fields are not made: _YearQuarter, InYTD.')
    expect(problems).toContain('There is no declaration [otherCalendar] before this.')
    expect(problems).toContain('this statement is not run')
  })
})

it('the reload says from which fields nothing can be made, and where a date is that several tables have', async () => {
  const script = `${calendar}DERIVE FIELDS FROM FIELDS Nowhere, [Order Date] USING [autoCalendar];`
  const several = `${data} CREATE TABLE days AS SELECT TIMESTAMP '2024-03-05 10:30:00' AS "Order Date", 'x' AS "Holiday";`
  await withAppFolder({ 'app.json': '{}', 'data.sql': several, 'script.qvs': script }, async ({ reload }) => {
    const { findings } = await reload()
    const told = findings.map(({ problem, line }) => `${line}: ${problem}`)
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^15: \[autoCalendar] of \[Note]: It holds no dates/),
        expect.stringMatching(/^16: \[autoCalendar] of \[Nowhere]: There is no such field/),
        expect.stringMatching(/^16: \[autoCalendar] of \[Order Date]: Several tables have it, \[orders], \[days]/),
      ]),
    )
  })
})

it('months of equal names are not made one', async () => {
  const script = calendar.replace(/MonthNames='[^']*'/, "MonthNames='J;F;M;A;M;J;J;A;S;O;N;D'")
  await withAppFolder({ 'app.json': '{}', 'data.sql': data, 'script.qvs': script }, async ({ reload }) => {
    const { findings } = await reload()
    expect(findings.map(({ problem }) => problem).join()).toContain('Several of the MonthNames are equal')
  })
  await withFolderSession({ 'data.sql': data, 'script.qvs': script }, async ({ value }) => {
    expect((await value('Count(DISTINCT [Order Date.autoCalendar.Quarter])'))[1]).toBe(2)
    expect((await value('Count([Order Date.autoCalendar.Month])'))[0]).toContain('There is no field')
  })
})

it('dates of any year are loaded', async () => {
  const far = data.replace('(NULL, 16', "(TIMESTAMP '290000-05-01 00:00:00', 16")
  await withFolderSession({ 'data.sql': far, 'script.qvs': calendar }, async ({ value }) => {
    expect((await value("Sum({<[Order Date.autoCalendar.Month]={'Mai'}>} Amount)"))[1]).toBe(16)
  })
})

it('words of a declaration may stand in names', async () => {
  const script = `C: DECLARE FIELD DEFINITION FIELDS Year($1) AS [Age Groups], Day($1) AS [of Fields] GROUPS x type drill as [y];
DERIVE FIELDS FROM FIELDS [Order Date] USING C;`
  await withFolderSession({ 'data.sql': data, 'script.qvs': script }, async ({ value }) => {
    expect((await value('Sum({<[Order Date.C.Age Groups]={2023}>} Amount)'))[1]).toBe(2)
    expect((await value('Sum({<[Order Date.C.of Fields]={31}>} Amount)'))[1]).toBe(2)
  })
})

it("a field of the app's own takes the place of a derived one, and is told as its own", async () => {
  const own = data.replace('"Note");', '"Order Date.autoCalendar.Year");')
  await withFolderSession({ 'data.sql': own, 'script.qvs': calendar }, async ({ cube, create, layout }) => {
    const { qFieldList } = await layout(await create({ qInfo: { qType: 'x' }, qFieldListDef: {} }))
    expect(qFieldList.qItems.map(({ qName }: { qName: string }) => qName)).toContain('Order Date.autoCalendar.Year')
    const { rows } = await cube([{ qDef: { qFieldDefs: ['[Order Date.autoCalendar.Year]'] } }], amounts)
    expect(rows.map(([text]) => text).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
