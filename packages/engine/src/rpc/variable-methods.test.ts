import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

describe('variables', () => {
  it('are read, changed for the session, and made for it', async () => {
    const client = await open()
    const { qReturn } = await client.call(client.doc, 'GetVariableByName', 'vGoal')
    expect((await client.call(qReturn.qHandle, 'GetLayout')).qLayout).toMatchObject({ qText: '150', qNum: 150 })
    const changed = await client.request(qReturn.qHandle, 'SetStringValue', ['=Sum([Amount])'])
    expect(changed.change).toContain(qReturn.qHandle)
    expect((await client.call(qReturn.qHandle, 'GetLayout')).qLayout).toMatchObject({ qText: '200', qNum: 200 })
    const stranger = await open('adam')
    const theirs = (await stranger.call(stranger.doc, 'GetVariableById', 'var-1')).qReturn
    expect((await stranger.call(theirs.qHandle, 'GetLayout')).qLayout.qNum).toBe(150)
    const own = (await client.call(client.doc, 'CreateSessionVariable', { qName: 'vMine', qDefinition: 'x' })).qReturn
    expect((await client.call(own.qHandle, 'GetRawContent')).qReturn).toBe('x')
    const forged = await client.request(client.doc, 'CreateSessionVariable', [{ qName: 'vGoal', qDefinition: '1' }])
    expect(forged.error).toMatchObject({ code: 5 })
    expect((await client.call(client.doc, 'DestroySessionVariable', 'var-1')).qSuccess).toBe(false)
  })

  it('count in expressions and titles, which change with them', async () => {
    const client = await open()
    const { qReturn: variable } = await client.call(client.doc, 'GetVariableByName', 'vGoal')
    const { qReturn: object } = await client.call(client.doc, 'CreateSessionObject', {
      qInfo: { qType: 'kpi' },
      title: { qStringExpression: { qExpr: "='Goal: ' & vGoal" } },
      qHyperCubeDef: {
        qMeasures: [{ qDef: { qDef: 'Sum([Amount]) - $(vGoal)' } }],
        qInitialDataFetch: [{ qWidth: 1, qHeight: 1 }],
      },
    })
    const shown = async () => {
      const { qLayout } = await client.call(object.qHandle, 'GetLayout')
      return [qLayout.qHyperCube.qDataPages[0].qMatrix[0][0].qNum, qLayout.title]
    }
    expect(await shown()).toEqual([50, 'Goal: 150'])
    const { change } = await client.request(variable.qHandle, 'SetNumValue', [30])
    expect(change).toContain(object.qHandle)
    expect(await shown()).toEqual([170, 'Goal: 30'])
  })

  it('keep a text and a number', async () => {
    const client = await open()
    const { qReturn: variable } = await client.call(client.doc, 'GetVariableByName', 'vGoal')
    const shown = async (expression: string) => {
      const { qValue } = await client.call(client.doc, 'EvaluateEx', expression)
      return [qValue.qText, qValue.qNumber]
    }
    const layout = async () => {
      const { qLayout } = await client.call(variable.qHandle, 'GetLayout')
      return [qLayout.qText, qLayout.qNum]
    }
    await client.call(variable.qHandle, 'SetDualValue', 'High', 42)
    expect(await layout()).toEqual(['High', 42])
    expect(await shown('vGoal')).toEqual(['High', 42])
    expect(await shown('vGoal + 1')).toEqual(['43', 43])
    expect(await shown("vGoal & '!'")).toEqual(['High!', 'NaN'])
    expect(await shown("'$(vGoal)'")).toEqual(['High', 'NaN'])
    await client.call(variable.qHandle, 'SetDualValue', 'Low', 'NaN')
    expect(await layout()).toEqual(['Low', 'NaN'])
    expect(await shown('vGoal + 1')).toEqual(['-', 'NaN'])
    await client.call(variable.qHandle, 'SetDualValue', 'High', 42)
    await client.call(variable.qHandle, 'SetStringValue', '007')
    expect(await layout()).toEqual(['007', 7])
    expect(await shown('vGoal')).toEqual(['007', 7])
    await client.call(variable.qHandle, 'SetNumValue', 2.5)
    expect(await layout()).toEqual(['2.5', 2.5])
    expect(await shown('$(vGoal) * 2')).toEqual(['5', 5])
    await client.call(variable.qHandle, 'SetStringValue', "=Date(45296, 'D.M.YYYY')")
    expect(await layout()).toEqual(['5.1.2024', 45_296])
    expect(await shown('vGoal + 1')).toEqual(['45297', 45_297])
    expect(await shown("vGoal & ''")).toEqual(['5.1.2024', 'NaN'])
  })
})

describe('the handle that old clients know', () => {
  const old = async () => {
    const client = await open()
    const handle: number = (await client.call(client.doc, 'GetVariable', 'vGoal')).qReturn.qHandle
    return { ...client, handle }
  }

  it('reads and changes the same variable', async () => {
    const { call, doc, handle } = await old()
    const content = async () => (await call(handle, 'GetContent')).qContent
    expect(await content()).toEqual({ qString: '150', qIsNum: true })
    expect(await call(handle, 'SetContent', "='a' & 1", true)).toEqual({ qReturn: true })
    expect(await content()).toEqual({ qString: 'a1', qIsNum: false })
    expect(await call(handle, 'GetRawContent')).toEqual({ qReturn: "='a' & 1" })
    const { qHandle } = (await call(doc, 'GetVariableByName', 'vGoal')).qReturn
    expect((await call(qHandle, 'GetLayout')).qLayout.qText).toBe('a1')
    await call(handle, 'ForceContent', 'many', 12)
    expect((await call(qHandle, 'GetLayout')).qLayout).toMatchObject({ qText: 'many', qNum: 12 })
    await call(handle, 'ForceContent', '', 5)
    expect(await content()).toEqual({ qString: '5', qIsNum: true })
    expect((await call(doc, 'GetVariable', 'none')).qReturn.qHandle).toBeNull()
  })

  it('reads and changes its properties, and not its name or value', async () => {
    const { call, handle } = await old()
    await call(handle, 'SetNxProperties', { qName: 'other', qIncludeInBookmark: true, qDefinition: '1' })
    expect((await call(handle, 'GetNxProperties')).qProperties).toEqual({ qName: 'vGoal', qIncludeInBookmark: true })
    expect((await call(handle, 'GetContent')).qContent.qString).toBe('150')
  })
})

describe('variables of an app', () => {
  it('are listed with what they are made of', async () => {
    const { call, doc } = await open()
    await call(doc, 'CreateSessionVariable', { qInfo: { qId: 'mine' }, qName: 'vMine', qDefinition: '=1+1', note: 'n' })
    const listed = async (definition: object) => (await call(doc, 'GetVariables', definition)).qList
    expect(await listed({ qType: 'variable', qShowSession: true, qData: { note: '/note' } })).toMatchObject([
      { qName: 'vGoal', qDefinition: '150', qInfo: { qId: 'var-1' } },
      { qName: 'vMine', qDefinition: '=1+1', qData: { note: 'n' } },
    ])
  })

  it('are listed with those of the session only where that is asked for', async () => {
    const { call, doc } = await open()
    await call(doc, 'CreateSessionVariable', { qInfo: { qId: 'mine' }, qName: 'vMine', qDefinition: '1' })
    const names = async (definition: object) =>
      (await call(doc, 'GetVariables', definition)).qList.map(({ qName }: { qName: string }) => qName)
    expect(await names({ qType: 'variable' })).toEqual(['vGoal'])
    expect(await names({ qType: 'variable', qShowSession: true })).toEqual(['vGoal', 'vMine'])
  })

  it('take no value that their constraints exclude, by whatever call', async () => {
    const { call, request, doc } = await open()
    const create = (qName: string, qConstraints: object, qDefinition: string) =>
      request(doc, 'CreateSessionVariable', [{ qInfo: { qId: qName }, qMetaDef: {}, qName, qConstraints, qDefinition }])
    const handleOf = async (answer: ReturnType<typeof create>): Promise<number> => (await answer).result.qReturn.qHandle
    const refused = { code: 18004, parameter: 'QIX-VARIABLE-CONSTRAINT' }
    expect((await create('vWrong', { qType: 'number' }, 'many')).error).toMatchObject(refused)
    const number = await handleOf(create('vNumber', { qType: 'number' }, '3.5'))
    expect((await create('vWrong', { qType: 'VARIABLE_TYPE_NUMBER' }, 'many')).error).toMatchObject(refused)
    expect((await create('vWrong', { qType: 'date' }, '=1')).error).toMatchObject({ parameter: 'QIX-PARAMS' })
    const text = await handleOf(create('vText', { qType: 'VARIABLE_TYPE_TEXT' }, 'three'))
    const listed = await handleOf(create('vListed', { qType: 'any', qValuesText: ['low'], qValuesNum: [7] }, 'low'))
    for (const [handle, method, ...params] of [
      [number, 'SetStringValue', 'many'],
      [number, 'SetStringValue', ' '],
      [text, 'SetNumValue', 3],
      [text, 'SetDualValue', 'three', 3],
      [listed, 'SetStringValue', 'high'],
      [listed, 'SetNumValue', 8],
      [listed, 'SetProperties', { qConstraints: { qValuesText: ['low'] }, qDefinition: 'high' }],
      [listed, 'ApplyPatches', [{ qOp: 'Replace', qPath: '/qDefinition', qValue: '"high"' }]],
    ] as const)
      expect([method, (await request(handle, method, params)).error]).toEqual([
        method,
        expect.objectContaining(refused),
      ])
    for (const [handle, method, ...params] of [
      [number, 'SetNumValue', 4],
      [number, 'SetStringValue', '=Sum(Amount)'],
      [number, 'SetDualValue', 'four', 4],
      [text, 'SetStringValue', '5'],
      [listed, 'SetStringValue', '7'],
      [listed, 'SetStringValue', 'low'],
    ] as const)
      expect([method, await call(handle, method, ...params)]).toEqual([method, {}])
  })

  it('may change beside a value that their constraints exclude', async () => {
    const qConstraints = { qValuesText: ['low'] }
    const odd = { qInfo: { qId: 'vOdd', qType: 'variable' }, qName: 'vOdd', qConstraints, qDefinition: 'high' }
    const { call, request, doc } = await openedClient(
      await openShopSession(shop, 'anna', { app: { ...shop.app, variables: [odd] } }),
    )
    const handle: number = (await call(doc, 'GetVariableById', 'vOdd')).qReturn.qHandle
    expect(await call(handle, 'SetProperties', { ...odd, qComment: 'x' })).toEqual({})
    for (const changed of [{ qDefinition: 'higher' }, { qConstraints: { qValuesText: ['lower'] } }])
      expect((await request(handle, 'SetProperties', [{ ...odd, ...changed }])).error).toMatchObject({ code: 18004 })
  })

  it('of a session are destroyed by id or name, and those of the app are not', async () => {
    const { call, doc } = await open()
    for (const qName of ['vOne', 'vTwo']) await call(doc, 'CreateSessionVariable', { qInfo: { qId: qName }, qName })
    expect(await call(doc, 'DestroySessionVariableById', 'vOne')).toEqual({ qSuccess: true })
    expect(await call(doc, 'DestroySessionVariableByName', 'vTwo')).toEqual({ qSuccess: true })
    for (const name of ['vOne', 'vTwo']) {
      expect((await call(doc, 'GetVariableByName', name)).qReturn.qHandle).toBeNull()
      expect(await call(doc, 'DestroySessionVariableByName', name)).toEqual({ qSuccess: false })
    }
    expect(await call(doc, 'DestroySessionVariableByName', 'vGoal')).toEqual({ qSuccess: false })
    expect(await call(doc, 'DestroySessionVariableById', 'var-1')).toEqual({ qSuccess: false })
  })

  it('are patched for the session', async () => {
    const { call, request, doc } = await open()
    const { qHandle } = (await call(doc, 'GetVariableByName', 'vGoal')).qReturn
    const patch = (qPath: string, value: string) => ({ qOp: 'Replace', qPath, qValue: JSON.stringify(value) })
    await call(qHandle, 'ApplyPatches', [patch('/qDefinition', '=2*3'), patch('/qName', 'vOther')])
    expect((await call(qHandle, 'GetLayout')).qLayout).toMatchObject({ qName: 'vGoal', qText: '6' })
    expect((await request(qHandle, 'ApplyPatches', [[patch('/qInfo/qId', 'x')]])).error.code).toBe(8)
  })
})

it('a variable takes new properties, but neither another id nor another name', async () => {
  const client = await open()
  const { qHandle } = (await client.call(client.doc, 'GetVariableByName', 'vGoal')).qReturn
  expect(await client.call(qHandle, 'GetInfo')).toEqual({ qInfo: { qId: 'var-1', qType: 'variable' } })
  expect(
    await client.call(qHandle, 'SetProperties', {
      qInfo: { qId: 'other', qType: 'other' },
      qName: 'vOther',
      qDefinition: '=100 + 20',
      qComment: 'What is to be reached',
    }),
  ).toEqual({})
  expect((await client.call(qHandle, 'GetProperties')).qProp).toEqual({
    qInfo: { qId: 'var-1', qType: 'variable' },
    qName: 'vGoal',
    qDefinition: '=100 + 20',
    qComment: 'What is to be reached',
  })
  expect((await client.call(qHandle, 'GetLayout')).qLayout).toMatchObject({ qText: '120', qNum: 120 })
})
