import { qix } from '@qlik/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { enginePids } from './testing/engine-pids.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

const patience = 3

let tenant: StartedTenant
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({
    upgrades: [attachQix],
    config: { engineProcesses: 1, enginePatience: patience, qixMessagesPerSecond: 1_000 },
  })
  await loadSmallApp(tenant)
  client = await tenant.addClient()
})
afterAll(() => tenant.close())

let user: string
beforeEach(async () => {
  user = await addReader(tenant, 'everything')
})

const enter = async (): Promise<RawSocket> => {
  const token = await tenant.userToken(user, client)
  const socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
  const greeting = await Promise.race([socket.nextFrame(), socket.closed])
  if (greeting.code !== undefined) throw new Error(greeting.reason)
  return socket
}

/** Somebody who has the total on the page, in an object of their own, and an object in which to select. */
const page = async () => {
  const socket = await enter()
  const call = async (handle: number, method: string, ...params: unknown[]) => {
    const { result, error } = await socket.request(handle, method, ...params)
    if (error) throw new Error(`${error.parameter}: ${error.message}`)
    return result
  }
  const doc: number = (await call(-1, 'OpenDoc', smallAppId)).qReturn.qHandle
  const own = { qInfo: { qType: 'own' }, qHyperCubeDef: { qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }] } }
  const object: number = (await call(doc, 'CreateSessionObject', own)).qReturn.qHandle
  const field: number = (await call(doc, 'GetField', 'Region')).qReturn.qHandle
  return {
    socket,
    call,
    doc,
    object,
    field,
    total: async (): Promise<number> => (await call(object, 'GetLayout')).qLayout.qHyperCube.qGrandTotalRow[0].qNum,
    select: (text: string) => call(field, 'SelectValues', [{ qText: text }], false),
  }
}

const onlyEngine = (): number => {
  const [pid, ...others] = enginePids()
  if (pid === undefined || others.length > 0) throw new Error('one engine process should run')
  return pid
}

const kill = (signal: NodeJS.Signals = 'SIGKILL'): number => {
  const pid = onlyEngine()
  process.kill(pid, signal)
  return pid
}

describe('an engine process that is killed', () => {
  it('is replaced: open sockets go on with selections, objects, handles and patches', async () => {
    const { socket, call, doc, object, field, total, select } = await page()
    await select('North')
    await call(object, 'ApplyPatches', [{ qOp: 'Add', qPath: '/own', qValue: '"patched"' }], true)
    await call(doc, 'AddAlternateState', 'Other')
    const variable = { qInfo: { qType: 'variable' }, qName: 'twice', qDefinition: '=2*Sum(Amount)' }
    await call(doc, 'CreateSessionVariable', variable)
    expect(await total()).toBe(10)
    const told = socket.nextFrame()
    const pid = kill()
    expect((await told).change).toEqual(expect.arrayContaining([doc, object]))
    expect(await total()).toBe(10)
    expect(onlyEngine()).not.toBe(pid)
    const { qLayout } = await call(object, 'GetLayout')
    expect(qLayout).toMatchObject({ own: 'patched', qInfo: { qType: 'own' } })
    expect((await call(doc, 'GetAppLayout')).qLayout.qStateNames).toContain('Other')
    expect((await call(doc, 'EvaluateEx', '$(twice)')).qValue.qNumber).toBe(20)
    await call(doc, 'Back')
    expect(await total()).toBe(15)
    await call(doc, 'Forward')
    expect(await total()).toBe(10)
    const fresh = (await call(doc, 'GetField', 'Amount')).qReturn.qHandle
    expect(fresh).toBeGreaterThan(Math.max(object, field))
    await call(field, 'Clear')
    expect(await total()).toBe(15)
  })

  it('is not felt by a token request', async () => {
    await page()
    kill()
    const began = performance.now()
    expect(await tenant.userToken(user, client)).toMatch(/^ey/)
    expect((await fetch(`${tenant.url}/.well-known/jwks.json`)).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('has what it had not answered refused, in such a way that clients ask again', async () => {
    const { socket, object, total } = await page()
    await total()
    kill('SIGSTOP')
    const asked = socket.request(object, 'GetLayout')
    // So that it has left for the process that does not answer.
    await new Promise((resolve) => setTimeout(resolve, 200))
    process.kill(onlyEngine(), 'SIGKILL')
    expect((await asked).error).toMatchObject({ code: 15, parameter: 'ENGINE-RESTARTED' })
    expect(await total()).toBe(15)
  })

  it('answers what was asked while there was none, once and in order', async () => {
    const { socket, call, doc, field, total } = await page()
    await total()
    const pid = kill()
    await expect.poll(() => enginePids().includes(pid), { timeout: 20_000 }).toBe(false)
    // So that the tenant has noticed, too.
    await new Promise((resolve) => setTimeout(resolve, 100))
    // Twice the same would select nothing.
    const toggled = call(field, 'SelectValues', [{ qText: 'North' }], true)
    const sum = total()
    expect((await toggled).qReturn).toBe(true)
    expect(await sum).toBe(10)
    expect((await socket.request(doc, 'GetAppLayout')).result.qLayout.qTitle).toBe('Small')
  })

  it('goes on for a client that comes back later, and ends a selection mode of one that has left', async () => {
    const { socket, call, object, select } = await page()
    await select('North')
    await call(object, 'BeginSelections', ['/qHyperCubeDef'])
    const other = await enter()
    const opened = (await other.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle
    const field = (await other.request(opened, 'GetField', 'Region')).result.qReturn.qHandle
    kill()
    socket.drop()
    await socket.closed
    expect((await other.nextFrame()).change).toContain(opened)
    expect((await other.request(field, 'SelectValues', [{ qText: 'South' }], false)).result.qReturn).toBe(true)
    const { total } = await page()
    expect(await total()).toBe(5)
  })

  it('is nothing that users of @qlik/api have to care for', async () => {
    const hostConfig = { authType: 'oauth2' as const, host: tenant.url, ...client, userId: user, noCache: true }
    const session = qix.openAppSession({ appId: smallAppId, hostConfig })
    const app = await session.getDoc()
    const object = await app.createSessionObject({
      qInfo: { qType: 'own' },
      qHyperCubeDef: { qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }] },
    })
    const total = async () => (await object.getLayout()).qHyperCube?.qGrandTotalRow?.[0]?.qNum
    const changed = () => new Promise<void>((resolve) => object.once('changed', () => resolve()))
    expect(await total()).toBe(15)
    const selected = changed()
    await (await app.getField('Region')).selectValues([{ qText: 'North' }] as never)
    await selected
    expect(await total()).toBe(10)
    const moved = changed()
    kill()
    await moved
    expect(await total()).toBe(10)
    await session.close()
  })

  it('closes sessions that were revoked meanwhile with 4006, and brings none of them back', async () => {
    const { socket } = await page()
    kill()
    const { dependencies, context } = tenant
    dependencies.identityChanges.publish({ tenantId: context.tenant.id, kind: 'user', id: user })
    expect(await socket.closed).toMatchObject({ code: 4006 })
  })

  it('keeps the selections alone of a session that holds much, whose clients come back', async () => {
    const { socket, call, doc, select } = await page()
    await select('North')
    const large = { qInfo: { qType: 'large' }, text: 'x'.repeat(800_000) }
    for (let index = 0; index < 4; index++) await call(doc, 'CreateSessionObject', large)
    kill()
    expect(await socket.closed).toMatchObject({ code: 4003 })
    const back = await page()
    expect(await back.total()).toBe(10)
  })
})

describe('an engine process that does nothing any more', () => {
  it('is ended and replaced, and delays nobody but its own sessions', async () => {
    const { total } = await page()
    await total()
    const pid = kill('SIGSTOP')
    const asked = total().catch((error: Error) => error.message)
    const began = performance.now()
    let worst = 0
    while (enginePids().includes(pid)) {
      const at = performance.now()
      await fetch(`${tenant.url}/.well-known/jwks.json`)
      worst = Math.max(worst, performance.now() - at)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(performance.now() - began).toBeGreaterThan((patience - 1) * 1000)
    expect(performance.now() - began).toBeLessThan((patience + 60) * 1000)
    // Who waited for the process would wait for its end.
    expect(worst).toBeLessThan((patience - 0.5) * 1000)
    expect(await asked).toContain('ENGINE-RESTARTED')
    expect(await total()).toBe(15)
  })
})
