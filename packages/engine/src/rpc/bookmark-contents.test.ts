import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const stored = {
  qInfo: { qId: 'bm-1', qType: 'bookmark' },
  qMetaDef: { title: 'Two towns' },
  qBookmark: {
    qStateData: [
      {
        qStateName: '$',
        qFieldItems: [{ qDef: { qName: 'City' }, qValues: [{ qText: 'Oslo' }, { qText: 'Lyon' }] }],
      },
      { qStateName: 'Other', qFieldItems: [{ qDef: { qName: 'City' }, qValues: [{ qText: 'Paris' }] }] },
    ],
    qVariableItems: [{ qName: 'vGoal', qDefinition: '99' }],
    qPatches: [
      {
        qInfo: { qId: 'sheet-1' },
        qPatches: [{ qOp: 'unreadable' }],
        qChildren: [{ qInfo: { qId: 'chart-1' }, qPatches: [{ qOp: 'Replace', qPath: '/title', qValue: '"Marked"' }] }],
      },
    ],
  },
}

/** The same, selecting in a field that `omar` may not see as well. */
const withProduct = {
  ...stored,
  qBookmark: {
    ...stored.qBookmark,
    qStateData: stored.qBookmark.qStateData.map(({ qStateName, qFieldItems }) => ({
      qStateName,
      qFieldItems: [...qFieldItems, { qDef: { qName: 'Product' }, qValues: [{ qText: 'Tea' }] }],
    })),
  },
}

const open = async (subject = 'anna', bookmark = stored) => {
  const app = { ...shop.app, properties: { qStateNames: ['Other'] }, bookmarks: [bookmark] }
  const client = await openedClient(await openShopSession(shop, subject, { app }))
  const { call, doc } = client
  const select = async (name: string, ...texts: string[]) =>
    call(
      await client.field(name),
      'SelectValues',
      texts.map((qText) => ({ qText })),
    )
  return {
    ...client,
    select,
    evaluate: async (expression: string): Promise<string> => (await call(doc, 'Evaluate', expression)).qReturn,
    bookmark: async (id: string): Promise<number> => (await call(doc, 'GetBookmark', id)).qReturn.qHandle,
  }
}

const info = (qId: string) => ({ qInfo: { qId, qType: 'bookmark' } })
const title = (value: string) => ({ qOp: 'Add', qPath: '/title', qValue: JSON.stringify(value) })

describe('a bookmark', () => {
  it('of the app sets its variables and patches its objects, besides selecting', async () => {
    const client = await open()
    const { call, doc, evaluate, layout, object } = client
    expect(await call(doc, 'ApplyBookmark', 'bm-1')).toEqual({ qSuccess: true })
    expect(await evaluate('vGoal')).toBe('99')
    expect(await evaluate('Sum(Amount)')).toBe('120')
    const chart = await object('chart-1')
    expect(await layout(chart)).toMatchObject({ title: 'Marked', qHasSoftPatches: true })
    expect((await call(chart, 'GetProperties')).qProp.title).toBe('Sales by town')
  })

  it('keeps soft patches of all objects, of those that are named, or none', async () => {
    const client = await open()
    const { call, doc, layout, object, create } = client
    const chart = await object('chart-1')
    const own = await create({ qInfo: { qId: 'own', qType: 'x' }, title: 'first' })
    for (const handle of [chart, own]) await call(handle, 'ApplyPatches', [title('patched')], true)
    await call(doc, 'CreateBookmarkEx', info('all'))
    await call(doc, 'CreateBookmarkEx', info('one'), ['own'])
    await call(doc, 'CreateBookmark', info('none'))
    const titlesAfter = async (id: string) => {
      await call(doc, 'ClearAllSoftPatches')
      expect(await layout(chart)).toMatchObject({ title: 'Sales by town' })
      expect(await layout(own)).toMatchObject({ title: 'first' })
      await call(doc, 'ApplyBookmark', id)
      return [(await layout(chart)).title, (await layout(own)).title]
    }
    expect(await titlesAfter('all')).toEqual(['patched', 'patched'])
    expect(await titlesAfter('one')).toEqual(['Sales by town', 'patched'])
    expect(await titlesAfter('none')).toEqual(['Sales by town', 'first'])
    const { qPatches } = (await call(await client.bookmark('one'), 'GetLayout')).qLayout.qBookmark
    expect(qPatches).toMatchObject([{ qInfo: { qId: 'own', qType: 'x' }, qPatches: [title('patched')] }])
  })

  it('keeps variables where it is told to, or they say so', async () => {
    const client = await open()
    const { call, doc, evaluate } = client
    const variable = async (qName: string) => (await call(doc, 'GetVariableByName', qName)).qReturn.qHandle
    await call(doc, 'CreateSessionVariable', { qName: 'vKept', qDefinition: '1', qIncludeInBookmark: true })
    await call(doc, 'CreateBookmark', { ...info('some') })
    await call(doc, 'CreateBookmark', { ...info('every'), qIncludeVariables: true })
    for (const name of ['vKept', 'vGoal']) await call(await variable(name), 'SetNumValue', 7)
    await call(doc, 'ApplyBookmark', 'some')
    expect([await evaluate('vKept'), await evaluate('vGoal')]).toEqual(['1', '7'])
    await call(doc, 'ApplyBookmark', 'every')
    expect([await evaluate('vKept'), await evaluate('vGoal')]).toEqual(['1', '150'])
  })

  it('is replaced by what is selected now, and copied, and those of the app stay', async () => {
    const { call, request, doc, evaluate, select } = await open()
    await select('City', 'Bergen')
    await call(doc, 'CreateBookmark', { ...info('mine'), qMetaDef: { title: 'Mine' } })
    await select('City', 'Paris')
    const { qReturn, qInfo } = await call(doc, 'ReplaceBookmark', 'mine')
    expect([qReturn.qGenericId, qInfo.qId]).toEqual(['mine', 'mine'])
    const { qCloneId } = await call(doc, 'CloneBookmark', 'bm-1')
    await call(doc, 'ClearAll')
    expect(await evaluate('Sum({Mine} Amount)')).toBe('60')
    expect(await evaluate(`Sum({[${qCloneId}]} Amount)`)).toBe('120')
    expect((await request(doc, 'ReplaceBookmark', ['bm-1'])).error).toMatchObject({ code: 5 })
    expect((await request(doc, 'CloneBookmark', ['none'])).error).toMatchObject({ code: 2 })
    expect(await call(doc, 'DestroyBookmark', qCloneId)).toEqual({ qSuccess: true })
  })

  it('keeps its patches where a replacement ignores them', async () => {
    const { call, doc, layout, object } = await open()
    const chart = await object('chart-1')
    const titleBy = async (ignore: boolean) => {
      await call(chart, 'ApplyPatches', [title('before')], true)
      await call(doc, 'CreateBookmarkEx', info('mine'))
      await call(chart, 'ApplyPatches', [title('after')], true)
      await call(doc, 'ReplaceBookmark', 'mine', ignore)
      await call(doc, 'ClearAllSoftPatches')
      await call(doc, 'ApplyBookmark', 'mine')
      return (await layout(chart)).title
    }
    expect(await titleBy(true)).toBe('before')
    expect(await titleBy(false)).toBe('after')
  })

  it('of the session takes other properties, and keeps what it selects', async () => {
    const client = await open()
    const { call, request, doc, evaluate, select } = client
    await select('City', 'Bergen')
    await call(doc, 'CreateBookmark', info('mine'))
    const handle = await client.bookmark('mine')
    await call(handle, 'SetProperties', { qMetaDef: { title: 'First' }, qBookmark: { qStateData: [] } })
    await call(doc, 'ClearAll')
    expect(await evaluate('Sum({First} Amount)')).toBe('20')
    await call(handle, 'ApplyPatches', [{ qOp: 'Replace', qPath: '/qMetaDef/title', qValue: '"Second"' }])
    expect(await evaluate('Sum({Second} Amount)')).toBe('20')
    expect((await call(handle, 'GetProperties')).qProp.qMetaDef.title).toBe('Second')
    const stays = await client.bookmark('bm-1')
    for (const [method, argument] of [
      ['SetProperties', {}],
      ['ApplyPatches', []],
    ] as const)
      expect((await request(stays, method, [argument])).error).toMatchObject({ code: 5 })
  })

  it('tells the values of a field that it selects and those that it does not, page by page and state by state', async () => {
    const client = await open()
    const { call } = client
    const handle = await client.bookmark('bm-1')
    const values = async (excluded: boolean, from: number, to: number) =>
      (await call(handle, 'GetFieldValues', 'City', excluded, { qStartIndex: from, qEndIndex: to })).qFieldValues.map(
        ({ qText }: { qText: string }) => qText,
      )
    expect((await values(false, 0, 9)).sort()).toEqual(['Lyon', 'Oslo'])
    expect(await values(false, 1, 1)).toHaveLength(1)
    expect((await values(true, 0, 9)).sort()).toEqual(['Bergen', 'Paris'])
    const states = async (pages: object) => (await call(handle, 'GetFieldValuesEx', 'City', false, pages)).qFieldValues
    expect(await states({ qStatePages: [{ qStateName: 'Other', qStartIndex: 0, qEndIndex: 5 }] })).toMatchObject([
      { qStateName: 'Other', qFieldValues: [{ qText: 'Paris', qIsNumeric: false }] },
    ])
    expect((await states({})).map(({ qStateName }: { qStateName: string }) => qStateName).sort()).toEqual([
      '$',
      'Other',
    ])
    const layout = (await call(handle, 'GetLayout')).qLayout
    expect(layout.qFieldInfos).toMatchObject([
      { qFieldName: 'City', qValuesCount: 2, qExcludedValuesCount: 2 },
      { qFieldName: 'City', qValuesCount: 1, qExcludedValuesCount: 3 },
    ])
    const nils = await open('nils')
    const seen = (await nils.call(await nils.bookmark('bm-1'), 'GetLayout')).qLayout
    expect(seen.qFieldInfos).toEqual([{ qFieldName: 'City', qValuesCount: 1, qExcludedValuesCount: 1 }])
    expect(layout.qBookmark.qVariableItems).toMatchObject([{ qName: 'vGoal', qDefinition: '99' }])
  })
})

describe('applying and verifying a bookmark', () => {
  const verified = async (subject: string) => {
    const { call, doc } = await open(subject)
    return call(doc, 'ApplyAndVerifyBookmark', 'bm-1')
  }

  it('warns of nothing where everything is there', async () => {
    expect(await verified('anna')).toEqual({ qResult: { qApplySuccess: true, qWarnings: [] } })
  })

  it('warns of what is not there, and names no value that the person may not see', async () => {
    const { qResult } = await verified('nils')
    expect(qResult).toMatchObject({
      qApplySuccess: true,
      qWarnings: [
        { qState: '$', qField: 'City', qVerifyResult: 'FIELD_VALUE_MISSING', qMissingValues: [], qTotalMissing: 0 },
        { qState: 'Other', qField: 'City', qVerifyResult: 'FIELD_VALUE_MISSING' },
      ],
    })
    expect(JSON.stringify(qResult)).not.toMatch(/Lyon|Paris/)
  })

  it.each(['nils', 'omar'])(
    'names to %s neither a value nor a field that is hidden, by copies as well',
    async (subject) => {
      const { call, doc, bookmark, select } = await open(subject, withProduct)
      const { qCloneId } = await call(doc, 'CloneBookmark', 'bm-1')
      const { qCloneId: secondId } = await call(doc, 'CloneBookmark', qCloneId)
      const second = await bookmark(secondId)
      await call(second, 'SetProperties', { qMetaDef: { title: 'Mine' } })
      await call(second, 'ApplyPatches', [{ qOp: 'Add', qPath: '/qMetaDef/description', qValue: '"Of mine"' }])
      const hidden = { nils: /Lyon|Paris/, omar: /Oslo|Product|Tea/ }[subject]
      for (const id of ['bm-1', qCloneId, secondId]) {
        const handle = await bookmark(id)
        const city = ['City', false, { qStartIndex: 0, qEndIndex: 9 }]
        const answers = [
          await call(doc, 'ApplyAndVerifyBookmark', id),
          await call(handle, 'ApplyAndVerify'),
          await call(handle, 'GetLayout'),
          await call(handle, 'GetProperties'),
          await call(handle, 'GetSetAnalysis', 'Other'),
          await call(handle, 'GetSetAnalysis'),
          await call(handle, 'GetFieldValues', ...city),
          await call(handle, 'GetFieldValuesEx', 'City'),
          await call(doc, 'GetBookmarks', {}),
          await call(doc, 'Evaluate', `Concat({[${id}]} DISTINCT City)`),
        ]
        expect(answers[0].qResult.qWarnings).not.toHaveLength(0)
        for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(hidden as RegExp)
      }
      // What a person has selected is told again.
      await select('City', subject === 'nils' ? 'Bergen' : 'Paris')
      await call(doc, 'ReplaceBookmark', secondId)
      expect(await call(doc, 'ApplyAndVerifyBookmark', secondId)).toMatchObject({ qResult: { qWarnings: [] } })
    },
  )

  it('tells a state that was removed, and a bookmark that there is not', async () => {
    const client = await open()
    const { call, doc, select } = client
    await call(doc, 'AddSessionAlternateState', 'Third')
    await call((await call(doc, 'GetField', 'Year', 'Third')).qReturn.qHandle, 'Select', '2023')
    await select('City', 'Oslo')
    await call(doc, 'CreateBookmark', info('mine'))
    await call(doc, 'RemoveSessionAlternateState', 'Third')
    const { qResult } = await call(await client.bookmark('mine'), 'ApplyAndVerify')
    expect(qResult.qWarnings).toMatchObject([{ qState: 'Third', qField: 'Year', qVerifyResult: 'STATE_MISSING' }])
    expect((await call(doc, 'ApplyAndVerifyBookmark', 'none')).qResult.qApplySuccess).toBe(false)
  })
})

describe('a temporary bookmark', () => {
  it('is in no list, and selects, sets and patches again', async () => {
    const { call, doc, select, evaluate, object, layout } = await open()
    const chart = await object('chart-1')
    await call(chart, 'ApplyPatches', [title('patched')], true)
    await select('City', 'Bergen')
    const options = { qIncludeVariables: true, qIncludeAllPatches: true }
    const { qId } = await call(doc, 'CreateTemporaryBookmark', options, [])
    const without = (await call(doc, 'CreateTemporaryBookmark', {}, [])).qId
    const listed = (await call(doc, 'GetBookmarks', {})).qList.map(({ qInfo }: { qInfo: { qId: string } }) => qInfo.qId)
    expect(listed).toEqual(['bm-1'])
    await call((await call(doc, 'GetVariableByName', 'vGoal')).qReturn.qHandle, 'SetNumValue', 7)
    await call(doc, 'ClearAll')
    await call(doc, 'ClearAllSoftPatches')
    expect(await call(doc, 'ApplyTemporaryBookmark', without)).toEqual({ qReturn: true })
    expect([await evaluate('Sum(Amount)'), await evaluate('vGoal')]).toEqual(['20', '7'])
    expect((await layout(chart)).title).toBe('Sales by town')
    await call(doc, 'ApplyTemporaryBookmark', qId)
    expect(await evaluate('vGoal')).toBe('150')
    expect((await layout(chart)).title).toBe('patched')
    expect(await call(doc, 'ApplyTemporaryBookmark', 'bm-1')).toEqual({ qReturn: false })
  })

  it('makes room for newer ones', async () => {
    const { call, doc } = await open()
    const made: string[] = []
    for (let count = 0; count < 101; count++) made.push((await call(doc, 'StoreTempSelectionState', 60)).qId)
    expect(await call(doc, 'RestoreTempSelectionState', made[0])).toEqual({ qReturn: false })
    expect(await call(doc, 'RestoreTempSelectionState', made[1])).toEqual({ qReturn: true })
  })

  it('holds the selections of a moment', async () => {
    const { call, doc, select, evaluate } = await open()
    await select('City', 'Bergen')
    const { qId } = await call(doc, 'StoreTempSelectionState')
    await select('City', 'Paris')
    await call(doc, 'RestoreTempSelectionState', qId)
    expect(await evaluate('Sum(Amount)')).toBe('20')
  })
})

describe('a set that is written for what is selected', () => {
  it('gives the same numbers whatever is selected later, of a state or a bookmark', async () => {
    const client = await open()
    const { call, doc, select, evaluate } = client
    const set = async (...args: string[]) => (await call(doc, 'GetSetAnalysis', ...args)).qSetExpression
    await select('City', 'Oslo', 'Lyon')
    await select('Year', '2024')
    await call((await call(doc, 'GetField', 'City', 'Other')).qReturn.qHandle, 'Select', 'Paris')
    const [selected, other, marked, ofOther] = [
      await set(),
      await set('Other'),
      await set('', 'bm-1'),
      await set('Other', 'bm-1'),
    ]
    await call(doc, 'ClearAll')
    expect(selected).toBe("{<[City]={'Oslo','Lyon'},[Year]={'2024'}>}")
    expect(await evaluate(`Sum(${selected} Amount)`)).toBe('90')
    expect(await evaluate(`Sum(${other} Amount)`)).toBe('60')
    expect(await evaluate(`Sum(${marked} Amount)`)).toBe('120')
    expect(await evaluate(`Sum(${ofOther} Amount)`)).toBe('60')
    expect(await evaluate(`Sum(${await set()} Amount)`)).toBe('200')
    const handle = await client.bookmark('bm-1')
    expect((await call(handle, 'GetSetAnalysis', 'Other')).qSetExpression).toBe("{<[City]={'Paris'}>}")
    expect((await client.request(doc, 'GetSetAnalysis', ['None'])).error).toMatchObject({ code: 2 })
  })

  it('names no value that the person may not see', async () => {
    const { call, doc } = await open('nils')
    expect((await call(doc, 'GetSetAnalysis', '', 'bm-1')).qSetExpression).toBe("{<[City]={'Oslo'}>}")
  })
})

it('a bookmark applies itself, and tells its id', async () => {
  const client = await open()
  const mark = await client.bookmark('bm-1')
  await client.select('Product', 'Tea')
  expect(await client.call(mark, 'GetInfo')).toEqual(info('bm-1'))
  expect(await client.call(mark, 'Apply')).toEqual({ qSuccess: true })
  expect(await client.evaluate('GetCurrentSelections()')).toBe('City: Lyon, Oslo')
  await client.select('City', 'Bergen')
  expect(await client.call(mark, 'ApplyAndVerify')).toEqual({ qResult: { qApplySuccess: true, qWarnings: [] } })
  expect(await client.evaluate('GetCurrentSelections()')).toBe('City: Lyon, Oslo')
})
