import { expect, test } from 'vitest'
import { type FolderClient, withFolderSession } from '../session/testing/folder-session.js'

const data = `
CREATE TABLE visits AS SELECT * FROM (VALUES
  ('New York', DATE '2024-01-05', 30), ('York', DATE '2024-01-31', 5), ('Newark', DATE '2024-02-01', 40),
  ('Oslo', DATE '2024-02-10', 8), ('St. Östersund', DATE '2024-03-01', 1), ('😀!', DATE '2024-03-02', 2),
  ('(none)', DATE '2024-03-03', 3)) t("City", "Day", "Amount");
CREATE TABLE sizes AS SELECT * FROM (VALUES ('New York', 'big'), ('Newark', 'big'), ('Oslo', 'small')) t("City", "Size");
CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
  ('ADMIN', 'ANNA', NULL), ('USER', 'NILS', 'OSLO'), ('USER', 'NILS', 'YORK')) t("ACCESS", "USERID", "City")`

const path = '/qListObjectDef'

const listOf = async (client: FolderClient, definition: string) => {
  const handle = await client.create({
    qInfo: { qType: 'listbox' },
    qListObjectDef: {
      qDef: { qFieldDefs: [definition], qSortCriterias: [{ qSortByLoadOrder: 1 }] },
      qShowAlternatives: true,
      qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 100 }],
    },
  })
  const cells = async (): Promise<{ qText: string; qState: string }[]> =>
    (await client.layout(handle)).qListObject.qDataPages[0].qMatrix.flat()
  return {
    handle,
    found: async (search: string) => {
      await client.call(handle, 'SearchListObjectFor', path, search)
      return (await cells()).map(({ qText }) => qText)
    },
    selected: async () => (await cells()).flatMap(({ qText, qState }) => (qState === 'S' ? [qText] : [])),
  }
}

const withVisits = (use: (client: FolderClient) => Promise<void>, subject?: string) =>
  withFolderSession({ 'data.sql': data }, use, subject)

test('a list is searched by words, phrases, alternatives, wildcards, bounds, expressions and likeness', () =>
  withVisits(async (client) => {
    const cities = await listOf(client, '[City]')
    for (const [search, expected] of [
      ['new', ['New York', 'Newark']],
      ['YORK oslo', ['New York', 'York', 'Oslo']],
      ['"new york"', ['New York']],
      ['york', ['New York', 'York']],
      ['ork', []],
      ['*ork', ['New York', 'York']],
      ['öster', ['St. Östersund']],
      ['*^ö*', ['St. Östersund']],
      ['(york|oslo)', ['York', 'Oslo']],
      ['(new*&!*york)', ['Newark']],
      ['(none)', ['(none)']],
      ['??', ['😀!']],
      ['=Sum(Amount) > 20', ['New York', 'Newark']],
      ["=Size = 'big'", ['New York', 'Newark']],
      ['=Rank(Sum(Amount)) = 1', ['Newark']],
      ['=Sum(Amount) > $(=Avg(Amount))', ['New York', 'Newark']],
      ["='yes'", []],
      ['~Nwark', ['Newark', 'New York']],
      // The more alike comes first.
      ['~yorc', ['New York', 'York']],
      ['~qqqqqqqqqq', []],
    ] as const) {
      expect([search, await cities.found(search)]).toEqual([search, expected])
    }
    await client.call(cities.handle, 'AbortListObjectSearch', path)
    const days = await listOf(client, '[Day]')
    expect(await days.found('>=2024-01-31<2024-02-10')).toEqual(['2024-01-31', '2024-02-01'])
    expect(await days.found('>=2024-01-31 <=2024-01-31')).toEqual(['2024-01-31'])
    expect(await days.found('>soon')).toEqual([])
  }))

test('the more alike comes first, and accepting selects what is most alike', () =>
  withVisits(async (client) => {
    const cities = await listOf(client, '[City]')
    expect(await cities.found('~newar')).toEqual(['Newark', 'New York'])
    await client.call(cities.handle, 'AcceptListObjectSearch', path, false)
    expect(await cities.selected()).toEqual(['Newark'])
    expect(await cities.found('=Sum(Amount) > 20')).toEqual(['New York', 'Newark'])
    await client.call(cities.handle, 'AcceptListObjectSearch', path, false)
    expect(await cities.selected()).toEqual(['New York', 'Newark'])
  }))

test('what is selected in other fields counts in an expression, what is in the list itself does not', () =>
  withVisits(async (client) => {
    const cities = await listOf(client, '[City]')
    await client.call(await client.field('City'), 'Select', 'Oslo')
    expect(await cities.found('=Sum(Amount) > 20')).toEqual(['New York', 'Newark'])
    await client.call(await client.field('Day'), 'Select', '<2024-02-01')
    expect(await cities.found('=Sum(Amount) > 20')).toEqual(['New York'])
    expect(await cities.found('=Sum({1} Amount) > 20')).toEqual(['New York', 'Newark'])
  }))

test('calculated dimensions are searched as fields are', () =>
  withVisits(async (client) => {
    const months = await listOf(client, '=Month(Day)')
    expect(await months.found('jan')).toEqual(['Jan'])
    expect(await months.found('>=2')).toEqual(['Feb', 'Mar'])
    expect(await months.found('=Sum(Amount) > 40')).toEqual(['Feb'])
    expect(await months.found('~fab')).toEqual(['Feb'])
  }))

test('a search that cannot be evaluated says so, and changes nothing', () =>
  withVisits(async (client) => {
    const cities = await listOf(client, '[City]')
    await cities.found('oslo')
    for (const [search, message] of [
      ['=Summ(Amount)', 'There is no function Summ'],
      ['=Sum(', 'Unexpected'],
      [`${'('.repeat(30)}a|b${')'.repeat(30)}`, 'at most 20 deep'],
      ['x'.repeat(1_001), 'at most 1000 characters'],
    ] as const) {
      const { error } = await client.request(cities.handle, 'SearchListObjectFor', [path, search])
      expect(error.message).toContain(message)
    }
    const { qListObject } = await client.layout(cities.handle)
    expect(qListObject.qDataPages[0].qMatrix.flat()).toMatchObject([{ qText: 'Oslo' }])
  }))

test('fields are selected by whole texts and by every kind of search', () =>
  withVisits(async (client) => {
    const city = await client.field('City')
    const cities = await listOf(client, '[City]')
    for (const [match, expected] of [
      ['york', ['York']],
      ['"new york"', ['New York']],
      ['(york|oslo)', ['York', 'Oslo']],
      ['(none)', ['(none)']],
      ['*^y*', ['New York', 'York']],
      ['=Sum({1} Amount) > 20', ['New York', 'Newark']],
      ['~newar', ['Newark']],
    ] as const) {
      expect([match, await client.call(city, 'Select', match)]).toEqual([match, { qReturn: true }])
      expect([match, await cities.selected()]).toEqual([match, expected])
    }
    expect(await client.call(city, 'Select', 'new')).toEqual({ qReturn: false })
    const { error } = await client.request(city, 'Select', ['=Summ(1)'])
    expect(error.message).toContain('There is no function Summ')
    await client.call(city, 'ToggleSelect', '(newark|oslo)')
    expect(await cities.selected()).toEqual(['Oslo'])
  }))

test('no search finds what a person may not see', () =>
  withVisits(async (client) => {
    const cities = await listOf(client, '[City]')
    for (const search of ['*', 'new york oslo', '!(zug)', '=1', '=Sum({1} Amount)', '~york', '(york|newark|oslo)']) {
      expect([search, (await cities.found(search)).filter((city) => city !== 'York' && city !== 'Oslo')]).toEqual([
        search,
        [],
      ])
    }
    expect(await client.call(await client.field('City'), 'Select', 'newark')).toEqual({ qReturn: false })
  }, 'nils'))
