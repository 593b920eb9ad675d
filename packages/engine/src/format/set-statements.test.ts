import { describe, expect, it } from 'vitest'
import { processorTime } from '../testing/processor-time.js'
import { defaultFormats } from './app-formats.js'
import { readSetStatements } from './set-statements.js'

/** As a new app of a German tenant begins. */
const german = `///$tab Main
SET ThousandSep='.';
SET DecimalSep=',';
SET MoneyThousandSep='.';
SET MoneyDecimalSep=',';
SET MoneyFormat='#.##0,00 €;-#.##0,00 €';
SET TimeFormat='hh:mm:ss';
SET DateFormat='DD.MM.YYYY';
SET TimestampFormat='DD.MM.YYYY hh:mm:ss[.fff]';
SET FirstWeekDay=0;
SET BrokenWeeks=0;
SET ReferenceDay=4;
SET FirstMonthOfYear=4;
SET CollationLocale='de-DE';
SET MonthNames='Jan.;Feb.;März;Apr.;Mai;Juni;Juli;Aug.;Sept.;Okt.;Nov.;Dez.';
SET LongMonthNames='Januar;Februar;März;April;Mai;Juni;Juli;August;September;Oktober;November;Dezember';
SET DayNames='Mo.;Di.;Mi.;Do.;Fr.;Sa.;So.';
SET LongDayNames='Montag;Dienstag;Mittwoch;Donnerstag;Freitag;Samstag;Sonntag';
SET NumericalAbbreviation='3:T;6:Mio';
`

const problemsOf = (script: string) => readSetStatements(script).problems.map(({ at, problem }) => [at, problem])

describe('the formats that a script sets', () => {
  it('are those of every statement', () => {
    const { formats, problems } = readSetStatements(german)
    expect(problems).toEqual([])
    expect(formats).toEqual({
      decimal: ',',
      thousand: '.',
      money: { pattern: '#.##0,00 €;-#.##0,00 €', decimal: ',', thousand: '.' },
      date: 'DD.MM.YYYY',
      time: 'hh:mm:ss',
      timestamp: 'DD.MM.YYYY hh:mm:ss[.fff]',
      calendar: {
        monthNames: ['Jan.', 'Feb.', 'März', 'Apr.', 'Mai', 'Juni', 'Juli', 'Aug.', 'Sept.', 'Okt.', 'Nov.', 'Dez.'],
        longMonthNames: expect.arrayContaining(['Januar', 'Dezember']),
        dayNames: ['Mo.', 'Di.', 'Mi.', 'Do.', 'Fr.', 'Sa.', 'So.'],
        longDayNames: expect.arrayContaining(['Montag', 'Sonntag']),
        firstWeekDay: 0,
        brokenWeeks: false,
        referenceDay: 4,
        firstMonthOfYear: 4,
      },
      collation: 'de-DE',
      textOrder: 'de-DE',
      abbreviations: '3:T;6:Mio',
    })
  })

  it('are the usual ones where nothing is set', () => {
    expect(readSetStatements('')).toEqual({ formats: defaultFormats, derived: [], problems: [] })
  })

  it('are read whatever stands around them', () => {
    const script = `/* SET DateFormat='x'; */ // SET DateFormat='y';
      REM don't SET DateFormat='z';
      set [DateFormat] = D.M.YYYY ;SET MoneyFormat='#,##0 ''kr''';SET FirstWeekDay=6`
    const { formats, problems } = readSetStatements(script)
    expect(problems).toEqual([])
    expect(formats.date).toBe('D.M.YYYY')
    expect(formats.money.pattern).toBe("#,##0 'kr'")
    expect(formats.calendar.firstWeekDay).toBe(6)
  })

  it('count weeks by ISO 8601 where the reference day is left open', () => {
    expect(readSetStatements('SET ReferenceDay=0;').formats.calendar.referenceDay).toBe(4)
    expect(readSetStatements('SET ReferenceDay=1;').formats.calendar.referenceDay).toBe(1)
    expect(readSetStatements('SET BrokenWeeks=1;').formats.calendar.brokenWeeks).toBe(true)
  })

  it('do not divide groups as they divide decimals', () => {
    const { formats } = readSetStatements("SET DecimalSep=',';SET MoneyDecimalSep=',';")
    expect(formats.thousand).toBe('')
    expect(formats.money.thousand).toBe('')
  })
})

describe('what of a script has no effect', () => {
  it.each([
    ['SET FirstWeekDay=7;', 'SET FirstWeekDay: The value has to be a whole number from 0 to 6.'],
    ['SET FirstWeekDay=;', 'SET FirstWeekDay: The value has to be a whole number from 0 to 6.'],
    ['SET FirstMonthOfYear=13;', 'SET FirstMonthOfYear: The value has to be a whole number from 1 to 12.'],
    ["SET DecimalSep='';", 'SET DecimalSep: A decimal separator cannot be empty.'],
    ["SET ThousandSep='1';", 'SET ThousandSep: A separator has no digits and at most 8 characters.'],
    ["SET ThousandSep='---------';", 'SET ThousandSep: A separator has no digits and at most 8 characters.'],
    ["SET DateFormat='';", 'SET DateFormat: A format has 1 to 256 characters.'],
    [`SET DateFormat='${'D'.repeat(257)}';`, 'SET DateFormat: A format has 1 to 256 characters.'],
    [
      "SET DayNames='Mo;Tu';",
      'SET DayNames: The value has to be 7 names divided by semicolons, each of at most 64 characters.',
    ],
    ["SET CollationLocale='no such';", 'SET CollationLocale: There is no such locale.'],
    ["SET CollationLocale='xx-YY';", 'SET CollationLocale: There is no such locale.'],
    ["SET NumericalAbbreviation='k';", 'SET NumericalAbbreviation: The value has to be like 3:k;6:M.'],
    ['SET CreateSearchIndexOnReload=1;', 'SET CreateSearchIndexOnReload: This has no effect here.'],
    ['SET vGoal=150;', 'SET vGoal: This is no format; a variable belongs into variables.json.'],
    [
      "SET dateformat='D';",
      'SET dateformat: This is no format; a variable belongs into variables.json. Did you mean "DateFormat"?',
    ],
    ['LOAD 1 AS a AUTOGENERATE 1;', 'Only SET statements of formats are read: this statement is not run.'],
  ])('%s is told', (script, problem) => {
    expect(problemsOf(script)).toEqual([[0, problem]])
    expect(readSetStatements(script).formats).toEqual(defaultFormats)
  })

  it('is told with its place, all other statements at once', () => {
    const script = "SET DateFormat='D';\n  LET x = 1;\nLOAD * FROM [a;b.csv];\nSET vX=1;"
    expect(problemsOf(script)).toEqual([
      [script.indexOf('SET vX'), 'SET vX: This is no format; a variable belongs into variables.json.'],
      [script.indexOf('LET'), 'Only SET statements of formats are read: this and 1 more statements are not run.'],
    ])
  })

  it('takes time for its length only', async () => {
    const took = await processorTime(() => {
      for (const piece of [
        '/*',
        '[',
        '"',
        "'",
        '/',
        ';',
        'rem ',
        'set a',
        '\n ',
        'x as y',
        ' as [',
        'a: declare field definition ',
      ])
        readSetStatements(piece.repeat(200_000 / piece.length))
    })
    expect(took).toBeLessThan(10_000)
  })
})
