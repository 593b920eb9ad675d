import { UnderstudyError } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { connectClient, noHost, openShopSession } from '../session/testing/wired-client.js'
import type { RunningReload, SessionHost } from './session-data.js'

const sessionAppId = 'SessionApp_1'

let shop: Shop
let reloaded: Shop
beforeAll(async () => {
  shop = await openShop()
  reloaded = await openShop('CREATE TABLE fruit AS SELECT 7 AS "Apples"')
})
afterAll(() => Promise.all([shop.close(), reloaded.close()]))

const anna = { tenantId: 't', userId: 'anna', subject: 'anna', groups: [] }

/** A session app that was made from the shop, whose reload puts the data with fruit in place of it. */
const open = async (host: Partial<SessionHost> = {}) => {
  const runs: [string, string][] = []
  const app = { ...shop.app, id: sessionAppId }
  const session = await openShopSession(shop, 'anna', { app, origin: { appId: 'shop-app', ownScript: false } })
  const client = connectClient(session, false, {
    ...noHost,
    readScript: async (appId) => `-- of ${appId}`,
    runScript: async (appId, script) => {
      runs.push([appId, script])
      const view = await openDataView(reloaded.snapshot, anna)
      return { app, view, origin: { appId, ownScript: true } }
    },
    ...host,
  })
  const doc: number = (await client.call(-1, 'OpenDoc', sessionAppId)).qReturn.qHandle
  const ask = (method: string, ...params: unknown[]) => client.call(doc, method, ...params)
  return { ...client, ask, runs, apples: async () => (await ask('Evaluate', 'Sum(Apples)')).qReturn }
}

describe('the script of a session app', () => {
  it('is that of the app until another one is set, which changes no data', async () => {
    const { ask, runs } = await open()
    expect(await ask('GetScript')).toEqual({ qScript: '-- of shop-app' })
    expect(await ask('GetScriptEx')).toEqual({ qScript: { qScript: '-- of shop-app', qMeta: {} } })
    expect(await ask('SetScript', 'SELECT 1')).toEqual({})
    expect(await ask('GetScript')).toEqual({ qScript: 'SELECT 1' })
    expect((await ask('GetScriptEx')).qScript.qScript).toBe('SELECT 1')
    expect(runs).toEqual([])
  })

  it('is SQL of a bounded length', async () => {
    const { ask } = await open()
    await expect(ask('SetScript', 'LOAD a FROM [x.qvd] (qvd);')).rejects.toMatchObject({ code: 11002 })
    await expect(ask('SetScript', 'x'.repeat(200_001))).rejects.toMatchObject({ code: -32602 })
    expect(await ask('GetScript')).toEqual({ qScript: '-- of shop-app' })
  })

  it('is checked as it is written', async () => {
    const { ask } = await open()
    await ask('SetScript', 'CREATE TABLE a AS SELECT 1 AS b;')
    expect(await ask('CheckScriptSyntax')).toEqual({ qErrors: [] })
    await ask('SetScript', 'CREATE TABLE a AS\nSELEC 1;')
    expect((await ask('CheckScriptSyntax')).qErrors).toMatchObject([{ qMessage: expect.stringContaining('SELEC') }])
  })

  it.each([
    ['DoReload', [0, false, false], { qReturn: true }],
    ['DoReloadEx', [{ qMode: 0 }], { qResult: { qSuccess: true } }],
  ])('makes new data when it is run: %s', async (method, params, answer) => {
    const { ask, runs, apples } = await open()
    await ask('SetScript', 'SELECT 2')
    expect(await apples()).not.toBe('7')
    expect(await ask(method, ...params)).toMatchObject(answer)
    expect(runs).toEqual([['shop-app', 'SELECT 2']])
    expect(await apples()).toBe('7')
    await expect(ask('DoReload', 0, true)).rejects.toMatchObject({ code: 20 })
    await expect(ask('DoReloadEx', { qPartial: true })).rejects.toMatchObject({ code: 20 })
    await expect(ask('DoReloadEx', { qRowLimit: 10 })).rejects.toMatchObject({ code: 20 })
    expect(runs).toHaveLength(1)
  })

  it('is neither told to nor run by those who may not edit its app', async () => {
    const { ask, runs } = await open({
      readScript: async () => {
        throw new UnderstudyError('QIX-READ-ONLY', 'no editor')
      },
    })
    for (const [method, ...params] of [
      ['GetScript'],
      ['GetScriptEx'],
      ['SetScript', 'SELECT 1'],
      ['CheckScriptSyntax'],
      ['DoReload'],
      ['DoReloadEx', {}],
    ] as const)
      await expect(ask(method, ...params), method).rejects.toMatchObject({ code: 5 })
    expect(runs).toEqual([])
  })
})

describe('a reload of a session app', () => {
  it('tells how far it is, is one at a time, and is ended by a call', async () => {
    let begun: (running: RunningReload) => void = () => undefined
    const running = new Promise<RunningReload>((resolve) => {
      begun = resolve
    })
    const { ask, call, request, apples } = await open({
      runScript: (_, __, reload) => {
        begun(reload)
        return new Promise((_resolve, reject) => {
          reload.signal.addEventListener('abort', () => reject(new UnderstudyError('QIX-ABORTED', 'it was ended')))
        })
      },
    })
    const progress = async () => (await call(-1, 'GetProgress', 0)).qProgressData
    expect(await progress()).toMatchObject({ qStarted: false, qFinished: true, qCompleted: 100 })
    const reload = ask('DoReload').catch((error: unknown) => error)
    const { onProgress, signal } = await running
    onProgress({ stage: 'statements', subject: 'fruit', done: 1, total: 2 })
    expect(await progress()).toMatchObject({
      qStarted: true,
      qFinished: false,
      qTransientProgress: expect.stringContaining('fruit'),
    })
    expect((await request(-1, 'ConfigureReload', [true, false, false])).result).toEqual({})
    expect(signal.aborted).toBe(false)
    await expect(ask('DoReload')).rejects.toMatchObject({ code: 11000 })
    expect(await call(-1, 'CancelReload')).toEqual({})
    expect(signal.aborted).toBe(true)
    expect(await reload).toMatchObject({ code: 15 })
    expect(await progress()).toMatchObject({ qStarted: false, qFinished: true })
    expect(await apples()).not.toBe('7')
  })
})

it('a reload that would be partial, debugged, or go on after an error is refused', async () => {
  const { ask, runs } = await open()
  for (const [method, ...params] of [
    ['DoReload', 2],
    ['DoReload', 0, true],
    ['DoReload', 0, false, true],
    ['DoReloadEx', { qMode: 2 }],
    ['DoReloadEx', { qPartial: true }],
    ['DoReloadEx', { qDebug: true }],
  ] as const)
    await expect(ask(method, ...params)).rejects.toMatchObject({ code: 20 })
  expect(runs).toEqual([])
  await ask('DoReload', 1, false, false)
  expect(runs).toHaveLength(1)
})
