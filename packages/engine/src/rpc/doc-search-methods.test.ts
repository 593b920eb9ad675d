import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(`CREATE TABLE people AS SELECT * FROM (VALUES
    ('Oslo', 'Olga Öst'), ('Lyon', 'Paul Coffee'), ('Paris', 'Olaf Tea')) AS t("City", "Seller");`)
})
afterAll(() => shop.close())

interface Item {
  readonly qIdentifier: string
  readonly qItemMatches: readonly { readonly qText: string }[]
}
interface Group {
  readonly qId: number
  readonly qItems: readonly Item[]
}
interface Matches {
  readonly qField: number
  readonly qValues: readonly number[]
}

const open = async (subject = 'anna') => {
  const client = await openedClient(await openShopSession(shop, subject, { limits: { sessionObjects: 300 } }))
  const { call, doc } = client
  const results = async (terms: readonly string[], options: object = {}, page: object = {}) =>
    (await call(doc, 'SearchResults', options, terms, page)).qResult
  return {
    ...client,
    results,
    /** Each group as the values that it finds by field. */
    groups: async (terms: readonly string[], options: object = {}) =>
      (await results(terms, options)).qSearchGroupArray.map(({ qItems }: Group) =>
        Object.fromEntries(
          qItems.map((item) => [item.qIdentifier, item.qItemMatches.map(({ qText }) => qText).sort()]),
        ),
      ),
    select: async (field: string, ...values: string[]) =>
      call(
        await client.field(field),
        'SelectValues',
        values.map((qText) => ({ qText })),
      ),
    lock: async (field: string) => call(await client.field(field), 'Lock'),
    evaluate: async (expression: string) => (await call(doc, 'Evaluate', expression)).qReturn,
  }
}

describe('SearchResults', () => {
  it('finds beginnings of words in all fields, or in those that are named', async () => {
    const { groups } = await open()
    expect(await groups(['ol'])).toEqual([{ Seller: ['Olaf Tea', 'Olga Öst'] }])
    expect(await groups(['tea'])).toEqual([{ Product: ['Tea'] }, { Seller: ['Olaf Tea'] }])
    expect(await groups(['tea'], { qSearchFields: ['Seller', 'None'] })).toEqual([{ Seller: ['Olaf Tea'] }])
    expect(await groups(['ea'])).toEqual([])
    expect(await groups(['*ea'], { qSearchFields: ['Product'] })).toEqual([{ Product: ['Tea'] }])
    expect(await groups(['"'])).toEqual([])
  })

  it('takes no term for an expression or for bounds', async () => {
    const { groups } = await open()
    for (const term of ['=1', '>0', '~oslo', '(Oslo|Paris)']) expect([term, await groups([term])]).toEqual([term, []])
  })

  it('has ways to find all terms together first, if the values occur together', async () => {
    const { groups } = await open()
    expect(await groups(['france', 'tea'])).toEqual([
      { Country: ['France'], Product: ['Tea'] },
      { Country: ['France'], Seller: ['Olaf Tea'] },
      { Country: ['France'] },
      { Product: ['Tea'] },
      { Seller: ['Olaf Tea'] },
    ])
    // Coffee is sold in Oslo, but its seller is not Paul.
    expect(await groups(['oslo', 'coffee'], { qSearchFields: ['City', 'Seller'] })).toEqual([
      { City: ['Oslo'] },
      { Seller: ['Paul Coffee'] },
    ])
  })

  it('tells where terms stand, in bytes or in units of a text, and numbers where they are asked for', async () => {
    const { results } = await open()
    const match = async (options: object, term = 'öst') =>
      (await results([term], options)).qSearchGroupArray[0].qItems[0].qItemMatches[0]
    expect(await match({})).toEqual({
      qText: 'Olga Öst',
      qRanges: [{ qCharPos: 5, qCharCount: 4, qTerm: 0 }],
      qAttributes: [],
    })
    expect((await match({ qCharEncoding: 'Utf16' })).qRanges).toEqual([{ qCharPos: 5, qCharCount: 3, qTerm: 0 }])
    const year = await match({ qAttributes: ['qNum', 'qElemNum'], qSearchFields: ['Year'] }, '2024')
    expect(year.qAttributes).toEqual([
      { qKey: 'qNum', qValue: 2024 },
      { qKey: 'qElemNum', qValue: expect.any(Number) },
    ])
  })

  it('looks among all values, under what is locked, or under what is selected', async () => {
    const { groups, select, lock } = await open()
    await select('Country', 'Norway')
    await lock('Country')
    await select('Year', '2023')
    const cities = async (qContext: unknown) => {
      const [first] = await groups(['*'], { qSearchFields: ['City'], qContext })
      return first?.City
    }
    expect(await cities('Cleared')).toEqual(['Bergen', 'Lyon', 'Oslo', 'Paris'])
    expect(await cities(undefined)).toEqual(['Bergen', 'Oslo'])
    const products = async (qContext: string, city: string) =>
      groups(['coffee', city], { qSearchFields: ['Product', 'City'], qContext })
    expect((await products('LockedFieldsOnly', 'bergen'))[0]).toEqual({ Product: ['Coffee'], City: ['Bergen'] })
    expect((await products('CurrentSelections', 'bergen'))[0]).toEqual({ Product: ['Coffee'] })
  })

  it('answers the part that is asked for, and how much there is', async () => {
    const { results } = await open()
    const part = await results(['france', 'tea'], {}, { qOffset: 1, qCount: 2 })
    expect([part.qTotalNumberOfGroups, part.qSearchGroupArray.map(({ qId }: Group) => qId)]).toEqual([5, [1, 2]])
    const items = await results(['france', 'tea'], {}, { qCount: 1, qGroupOptions: [{ qOffset: 1, qCount: 5 }] })
    expect(items.qSearchGroupArray[0]).toMatchObject({ qTotalNumberOfItems: 2, qSearchTermsMatched: [0, 1] })
    expect(items.qSearchGroupArray[0].qItems.map((item: Item) => item.qIdentifier)).toEqual(['Product'])
    const values = await results(['ol'], {}, { qGroupItemOptions: [{ qOffset: 1, qCount: 1 }] })
    expect(values.qSearchGroupArray[0].qItems[0]).toMatchObject({ qTotalNumberOfMatches: 2 })
    expect(values.qSearchGroupArray[0].qItems[0].qItemMatches).toHaveLength(1)
  })

  it('finds nothing that the person may not see', async () => {
    const nils = await open('nils')
    expect(await nils.groups(['paris'])).toEqual([])
    expect(await nils.groups(['ol'])).toEqual([{ Seller: ['Olga Öst'] }])
    const omar = await open('omar')
    expect(await omar.groups(['tea'])).toEqual([{ Seller: ['Olaf Tea'] }])
    expect(await omar.groups(['tea'], { qSearchFields: ['Product'] })).toEqual([])
  })

  it('looks once in a field that is named often', async () => {
    const { call, request, doc } = await open()
    const fields = async (...qSearchFields: string[]) => {
      const { qResult } = await call(doc, 'SearchValues', { qSearchFields }, ['tea'], {})
      return qResult.qFieldMatches.map(({ qFieldName }: { qFieldName: string }) => qFieldName)
    }
    expect(await fields('Seller', '[Seller]', '=[Seller]', 'None', 'Product', 'Seller')).toEqual(['Seller', 'Product'])
    expect(await fields(...Array(100_000).fill('Seller'))).toEqual(['Seller'])
    const more = [{ qSearchFields: Array(100_001).fill('Seller') }, ['tea'], {}]
    expect((await request(doc, 'SearchValues', more)).error?.parameter).toBe('QIX-PARAMS')
  })

  it('has at most five terms of a thousand characters', async () => {
    const { request, doc } = await open()
    const code = async (...terms: string[]) =>
      (await request(doc, 'SearchResults', [{}, terms, {}])).error?.parameter ?? 'answered'
    expect(await code('a', 'b', 'c', 'd', 'e')).toBe('answered')
    expect(await code('a', 'b', 'c', 'd', 'e', 'f')).toBe('QIX-PARAMS')
    expect(await code('a'.repeat(1_001))).toBe('QIX-PARAMS')
  })
})

describe('SearchAssociations and SelectAssociations', () => {
  it('tell the values of each field once, and results by their positions', async () => {
    const { call, doc } = await open()
    const { qResults } = await call(doc, 'SearchAssociations', {}, ['france', 'tea'], { qCount: 2 })
    expect(qResults).toMatchObject({
      qFieldNames: ['Country', 'Product', 'Seller'],
      qSearchTerms: ['france', 'tea'],
      qTotalSearchResults: 5,
    })
    const [combinations] = qResults.qSearchTermsMatched
    expect(combinations).toHaveLength(2)
    const texts = combinations[1].qFieldMatches.map(({ qField, qValues }: Matches) =>
      qValues.map((value) => qResults.qFieldDictionaries[qField].qResult[value].qText),
    )
    expect(texts).toEqual([['France'], ['Olaf Tea']])
    expect(combinations[1].qFieldMatches[1]).toMatchObject({ qTerms: [1], qNoOfMatches: 1 })
    const none = (await call(doc, 'SearchAssociations', {}, ['france'], { qMaxNbrFieldMatches: 0 })).qResults
    expect(none.qSearchTermsMatched[0][0].qFieldMatches[0]).toMatchObject({ qValues: [], qNoOfMatches: 1 })
  })

  it('tell where the terms of all results stand in a value', async () => {
    const { call, doc } = await open()
    const { qResults } = await call(doc, 'SearchAssociations', { qSearchFields: ['Seller'] }, ['olaf', 'tea'], {})
    expect(qResults.qTotalSearchResults).toBe(3)
    expect(qResults.qFieldDictionaries[0].qResult).toMatchObject([
      {
        qText: 'Olaf Tea',
        qRanges: [
          { qCharPos: 0, qCharCount: 4, qTerm: 0 },
          { qCharPos: 5, qCharCount: 3, qTerm: 1 },
        ],
      },
    ])
  })

  it('select a result, over what is locked or what is selected', async () => {
    const { call, request, doc, select, lock, evaluate } = await open()
    const choose = (options: object, index: number) =>
      call(doc, 'SelectAssociations', options, ['france', 'tea'], index)
    await select('Year', '2023')
    await choose({}, 0)
    expect(await evaluate('GetCurrentSelections()')).toBe('Country: France\r\nProduct: Tea')
    await call(doc, 'Back')
    expect(await evaluate('GetCurrentSelections()')).toBe('Year: 2023')
    await choose({ qContext: 'CurrentSelections' }, 0)
    // No tea was sold in France in 2023; but its seller is called so.
    expect(await evaluate('GetCurrentSelections()')).toBe('Year: 2023\r\nCountry: France\r\nSeller: Olaf Tea')
    await call(doc, 'ClearAll')
    await select('Country', 'Norway')
    await lock('Country')
    await choose({ qContext: 'Cleared' }, 1)
    expect(await evaluate('GetCurrentSelections()')).toContain('Country: Norway')
    const { error } = await request(doc, 'SelectAssociations', [{}, ['france', 'tea'], 99])
    expect(error).toMatchObject({ code: 2 })
  })

  it('select in locked fields where the call passes over locks, and leave them locked', async () => {
    const { call, doc, select, lock, evaluate, create, layout } = await open()
    await select('Country', 'Norway')
    await select('Year', '2023')
    await lock('Country')
    await lock('Year')
    const choose = (softLock: boolean) =>
      call(doc, 'SelectAssociations', { qContext: 'Cleared' }, ['france', 'tea'], 0, softLock)
    await choose(false)
    expect(await evaluate('GetCurrentSelections()')).toContain('Country: Norway')
    await choose(true)
    expect(await evaluate('GetCurrentSelections()')).toContain('Country: France')
    expect(await evaluate('GetCurrentSelections()')).toContain('Year: 2023')
    const current = await create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
    const { qSelections } = (await layout(current)).qSelectionObject
    const locked = qSelections.filter(({ qLocked }: { qLocked?: boolean }) => qLocked)
    expect(locked.map(({ qField }: { qField: string }) => qField).sort()).toEqual(['Country', 'Year'])
  })

  it('respect an object that is in selection mode', async () => {
    const { call, request, doc, object } = await open()
    await call(await object('chart-1'), 'BeginSelections', ['/qHyperCubeDef'])
    const { error } = await request(doc, 'SelectAssociations', [{}, ['tea'], 0])
    expect(error).toMatchObject({ code: 6003 })
  })
})

describe('SearchSuggest', () => {
  it('suggests words that begin so, with the fields that they are in', async () => {
    const { call, doc } = await open()
    const { qResult } = await call(doc, 'SearchSuggest', {}, ['te', 'os'])
    expect(qResult.qSuggestions).toEqual([
      { qValue: 'Tea', qTerm: 0 },
      { qValue: 'Oslo', qTerm: 1 },
    ])
    expect(qResult.qFieldNames.sort()).toEqual(['City', 'Product', 'Seller'])
  })

  it('suggests nothing that the person may not see', async () => {
    const { call, doc } = await open('nils')
    expect((await call(doc, 'SearchSuggest', {}, ['par'])).qResult).toEqual({ qSuggestions: [], qFieldNames: [] })
  })
})

describe('SearchValues', () => {
  it('tells by field which values match which terms', async () => {
    const { call, doc } = await open()
    const search = async (page: object) => (await call(doc, 'SearchValues', {}, ['olaf', 'tea'], page)).qResult
    const { qFieldMatches } = await search({})
    expect(qFieldMatches).toEqual([
      { qFieldName: 'Product', qValues: [{ qText: 'Tea', qElemNo: expect.any(Number), qSearchTermsMatched: [1] }] },
      {
        qFieldName: 'Seller',
        qValues: [{ qText: 'Olaf Tea', qElemNo: expect.any(Number), qSearchTermsMatched: [0, 1] }],
      },
    ])
    expect((await search({ qOffset: 1, qCount: 1 })).qFieldMatches).toMatchObject([{ qFieldName: 'Seller' }])
    const elements = qFieldMatches[1].qValues.map(({ qElemNo }: { qElemNo: number }) => qElemNo)
    await call((await call(doc, 'GetField', 'Seller')).qReturn.qHandle, 'LowLevelSelect', elements)
    expect((await call(doc, 'Evaluate', 'Only(Seller)')).qReturn).toBe('Olaf Tea')
  })
})

describe('SearchObjects', () => {
  it('finds charts by the words of their texts, as they are shown', async () => {
    const { call, doc, create } = await open()
    await create({
      qInfo: { qId: 'kpi', qType: 'kpi' },
      title: { qStringExpression: { qExpr: "='Goal ' & vGoal" } },
      footnote: 'Sales of tea',
    })
    const search = async (...terms: string[]) =>
      (await call(doc, 'SearchObjects', { qAttributes: ['qProperty'] }, terms, {})).qResult
    const found = await search('sales', 'goal')
    expect(found.qSearchGroupArray).toMatchObject([
      {
        qGroupType: 'GenericObjectsType',
        qSearchTermsMatched: [0, 1],
        qItems: [
          {
            qIdentifier: 'kpi',
            qItemMatches: [
              {
                qText: 'Goal 150',
                qRanges: [{ qCharPos: 0, qCharCount: 4, qTerm: 1 }],
                qAttributes: [{ qKey: 'qProperty', qValue: 'title' }],
              },
              { qText: 'Sales of tea' },
            ],
          },
        ],
      },
      { qSearchTermsMatched: [0], qItems: [{ qIdentifier: 'chart-1' }] },
    ])
    expect((await search('overview')).qTotalNumberOfGroups).toBe(0)
    expect((await search('ales')).qTotalNumberOfGroups).toBe(0)
  })

  const found = async (title: string, terms: readonly string[], options: object = {}) => {
    const { call, doc, create } = await open()
    await create({ qInfo: { qId: 'long', qType: 'kpi' }, title })
    const { qSearchGroupArray } = (await call(doc, 'SearchObjects', options, terms, {})).qResult
    const items = qSearchGroupArray.flatMap(({ qItems }: Group) => qItems)
    return items.find(({ qIdentifier }: Item) => qIdentifier === 'long')?.qItemMatches[0]
  }

  it('finds a hundred places of terms in a text, and looks through ten thousand characters', async () => {
    const { qText, qRanges } = await found('-'.repeat(1_000_000), ['-'])
    expect([qText.length, qRanges.length]).toEqual([10_000, 100])
    expect(qRanges[99]).toEqual({ qCharPos: 99, qCharCount: 1, qTerm: 0 })
    const shared = (await found('- tea '.repeat(200), ['-', 'tea'])).qRanges
    expect(shared.filter(({ qTerm }: { qTerm: number }) => qTerm === 1)).toHaveLength(50)
    expect(shared).toHaveLength(100)
    expect((await found(`${'ö '.repeat(4_998)}tea`, ['tea'])).qRanges).toEqual([
      { qCharPos: 14_994, qCharCount: 3, qTerm: 0 },
    ])
    expect(await found(`${'ö '.repeat(5_000)}tea`, ['tea'])).toBeUndefined()
  })

  it('tells where terms stand in the text as it is, whatever its small letters are', async () => {
    const title = 'İİ Tea öTea 𝒳tea 😀tea'
    const places = async (qCharEncoding: string, term = 'tea') =>
      (await found(title, [term], { qCharEncoding })).qRanges.map(({ qCharPos }: { qCharPos: number }) => qCharPos)
    expect(await places('Utf16')).toEqual([3, title.indexOf('😀') + 2])
    const before = title.slice(0, title.indexOf('😀') + 2)
    expect(await places('Utf8')).toEqual([5, Buffer.byteLength(before)])
    expect(await places('Utf16', 'İ')).toEqual([0])
  })

  it('evaluates a thousand texts, one after another', async () => {
    const { call, doc, create } = await open()
    const text = "='Goal'"
    const texts = { title: text, subtitle: text, footnote: text, visualization: text }
    for (let chart = 0; chart < 168; chart++)
      await create({ qInfo: { qType: 'kpi' }, ...texts, qMetaDef: { title: text, description: text } })
    const { qSearchGroupArray } = (await call(doc, 'SearchObjects', {}, ['goal'], {})).qResult
    const matches = qSearchGroupArray[0].qItems.map(({ qItemMatches }: Item) => qItemMatches.length)
    // Of 1,008 texts, one of the shop's being before them.
    expect(matches).toEqual([...Array(166).fill(6), 3])
  })
})
