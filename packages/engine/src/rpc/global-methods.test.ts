import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import { openShop, type Shop, shopAppId } from '../session/testing/shop-app.js'
import { connectClient, noHost, openShopSession } from '../session/testing/wired-client.js'
import type { AppEntry } from './session-data.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const anna = { tenantId: 't', userId: 'anna', subject: 'anna', groups: [] }
const entry: AppEntry = { id: 'fruit', name: 'Fruit', description: 'What there is', lastReloadTime: '2026-01-01' }

const open = async (id = shopAppId) => {
  const copied: string[] = []
  const session = await openShopSession(shop, 'anna', {
    app: { ...shop.app, id },
    origin: id === shopAppId ? { appId: id, ownScript: false } : null,
  })
  const client = connectClient(session, false, {
    ...noHost,
    listApps: async () => [entry],
    copyApp: async (appId) => {
      copied.push(appId)
      const view = await openDataView(shop.snapshot, anna)
      return { app: { ...shop.app, id, name: 'copy' }, view, origin: { appId, ownScript: false } }
    },
  })
  return { ask: (method: string, ...params: unknown[]) => client.call(-1, method, ...params), copied }
}

it('the engine tells who asks, and a new id each time', async () => {
  const { ask } = await open()
  expect(await ask('GetAuthenticatedUser')).toEqual({ qReturn: 'anna' })
  const ids = [await ask('GetUniqueID'), await ask('GetUniqueID')].map(({ qUniqueID }) => qUniqueID)
  expect(new Set(ids).size).toBe(2)
  expect(typeof ids[0]).toBe('string')
})

it('a connection serves one app', async () => {
  const { ask } = await open()
  const { qReturn } = await ask('OpenDoc', shopAppId)
  expect(qReturn).toMatchObject({ qType: 'Doc', qGenericId: shopAppId })
  expect((await ask('GetActiveDoc')).qReturn).toEqual(qReturn)
  // An app without its data is one with more than was asked for.
  expect((await ask('OpenDoc', shopAppId, '', '', '', true)).qReturn).toEqual(qReturn)
  await expect(ask('OpenDoc', 'fruit')).rejects.toMatchObject({ code: 1003 })
})

it('apps that the person may open are listed and found', async () => {
  const { ask } = await open()
  const meta = { name: 'Fruit', description: 'What there is' }
  expect((await ask('GetDocList')).qDocList).toEqual([
    expect.objectContaining({ qDocId: 'fruit', qDocName: 'Fruit', qLastReloadTime: '2026-01-01', qMeta: meta }),
  ])
  expect((await ask('GetAppEntry', 'fruit')).qEntry).toMatchObject({ qID: 'fruit', qName: 'Fruit', qMeta: meta })
  await expect(ask('GetAppEntry', 'hidden')).rejects.toMatchObject({ code: 1003 })
})

describe('a session app', () => {
  it('is answered at its own address only', async () => {
    const stored = await open()
    await expect(stored.ask('CreateSessionApp')).rejects.toMatchObject({ code: 20 })
    await expect(stored.ask('CreateSessionAppFromApp', 'fruit')).rejects.toMatchObject({ code: 20 })
    const { ask } = await open('SessionApp_1')
    expect(await ask('CreateSessionApp')).toMatchObject({
      qReturn: { qType: 'Doc', qGenericId: 'SessionApp_1' },
      qSessionAppId: 'SessionApp_1',
    })
  })

  it('is made from an app once', async () => {
    const { ask, copied } = await open('SessionApp_1')
    expect(await ask('CreateSessionAppFromApp', 'fruit')).toMatchObject({
      qReturn: { qType: 'Doc' },
      qSessionAppId: 'SessionApp_1',
    })
    expect(copied).toEqual(['fruit'])
    await expect(ask('CreateSessionAppFromApp', 'fruit')).rejects.toMatchObject({ code: 8 })
  })
})

it('a reload that goes on after errors or asks, and functions of no group, are refused', async () => {
  const { ask } = await open()
  for (const [method, ...params] of [
    ['ConfigureReload', false, true, false],
    ['ConfigureReload', true, true, true],
    ['GetFunctions', 'AGGR'],
  ] as const)
    await expect(ask(method, ...params)).rejects.toMatchObject({ code: 20 })
  expect(await ask('ConfigureReload', true, true, false)).toEqual({})
  const { qFunctions } = await ask('GetFunctions', 'ALL')
  const names = qFunctions.map(({ qName }: { qName: string }) => qName)
  expect(names).toEqual(expect.arrayContaining(['Sum', 'Above', 'Column', 'If', 'GetCurrentSelections']))
})
