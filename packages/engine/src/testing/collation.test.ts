import { describe, expect, it } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'

const appIn = (locale: string | null) => ({
  'data.sql': `CREATE TABLE t AS SELECT * FROM (VALUES ('Zug', 'x', 1), ('Äpfel', 'x', 2), ('apfel', 'x', 4), ('Öl', 'y', 8),
    ('Ähre', 'y', 16), ('ober', 'y', 32)) v("Word", "Kind", "n")`,
  ...(locale === null ? {} : { 'script.qvs': `SET CollationLocale='${locale}';` }),
})

const german = ['Ähre', 'apfel', 'Äpfel', 'ober', 'Öl', 'Zug']
const swedish = ['apfel', 'ober', 'Zug', 'Ähre', 'Äpfel', 'Öl']
/** `Ä` and `Ö` stand behind all letters that have no dots. */
const plain = swedish

const byText = (field: string, direction = 1) => ({
  qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByAscii: direction }] },
})

describe('texts sort by the locale of the app', () => {
  it.each([
    ['de-DE', german],
    ['sv-SE', swedish],
    [null, plain],
  ] as const)('%s: in cubes, lists and calculated dimensions', (locale, expected) =>
    withFolderSession(appIn(locale), async ({ cube, create, layout, value }) => {
      const firstColumn = async (...columns: Parameters<typeof cube>) =>
        (await cube(...columns)).rows.map(([text]) => text)
      expect(await firstColumn([byText('Word')], [])).toEqual(expected)
      expect(await firstColumn([byText('Word', -1)], [])).toEqual([...expected].reverse())
      expect(await firstColumn([byText("=Word & ''")], [{ qDef: { qDef: 'Sum(n)' } }])).toEqual(expected)
      for (const field of ['Word', "=Word & ''"]) {
        const list = await create({
          qInfo: { qType: 'list' },
          qListObjectDef: { ...byText(field), qInitialDataFetch: [{ qWidth: 1, qHeight: 9 }] },
        })
        const { qListObject } = await layout(list)
        const texts = qListObject.qDataPages[0].qMatrix.map(([cell]: [{ qText: string }]) => cell.qText)
        expect([field, texts]).toEqual([field, expected])
      }
      expect((await value("Concat(Aggr(RowNo(), (Word, (TEXT, ASCENDING))) & Word, ',')"))[0]).toBe(
        expected.map((word, index) => `${index + 1}${word}`).join(),
      )
    }),
  )

  it('in the first and the last text, and in texts that are joined', () =>
    withFolderSession(appIn('de-DE'), async ({ value, cube }) => {
      const written: Readonly<Record<string, string>> = {
        'MinString(Word)': 'Ähre',
        'MaxString(Word)': 'Zug',
        "MaxString(Word & '!')": 'Zug!',
        "MinString(If(Kind = 'x', Word & '!'))": 'apfel!',
        "MaxString({<Kind={'x'}>} Word)": 'Zug',
        "MaxString({<Kind={'x'}>} Word) & MinString({<Kind={'y'}>} Word)": 'ZugÄhre',
        "MinString(If(n > 99, Word)) & ''": '',
        "Concat(Word, ',')": german.join(),
        "Concat(DISTINCT Left(Word, 1), '')": 'aÄoÖZ',
        "Concat(Word, ',', -n)": 'ober,Ähre,Öl,apfel,Äpfel,Zug',
        "RangeMinString('Zug', 'Öl', 'ober', Null())": 'ober',
        "RangeMaxString('Öl', 'Zug', 'ober')": 'Zug',
        'MaxString(Aggr(MinString(Word), Kind))': 'apfel',
        // Operators compare characters, wherever the app is read.
        "'Ö' follows 'Z'": '-1',
        "If('Ö' > 'Z', 1, 0)": '1',
      }
      const found: Record<string, string> = {}
      for (const expression of Object.keys(written)) found[expression] = (await value(expression))[0]
      expect(found).toEqual(written)
      // A total is made of the groups.
      const { rows, totals } = await cube(
        [byText('Kind')],
        ['MinString(Word)', 'MaxString(Word)', 'MinString(TOTAL Word)', 'MaxString(TOTAL Word)'].map((qDef) => ({
          qDef: { qDef },
        })),
      )
      expect([rows, totals]).toEqual([
        [
          ['x', 'apfel', 'Zug', 'Ähre', 'Zug'],
          ['y', 'Ähre', 'Öl', 'Ähre', 'Zug'],
        ],
        ['Ähre', 'Zug', 'Ähre', 'Zug'],
      ])
    }))

  it('and by their characters in the first and the last text of an app without a locale', () =>
    withFolderSession(appIn(null), async ({ value }) => {
      expect(await value("MinString(Word) & ' ' & MaxString(Word) & ' ' & Concat(Word)")).toEqual([
        'Zug Öl ZugapfeloberÄhreÄpfelÖl',
        'NaN',
      ])
    }))
})
