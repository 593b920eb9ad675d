import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket } from './testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({ upgrades: [attachQix] })
  await loadSmallApp(tenant)
})
afterAll(() => tenant.close())

describe('an open session on reloaded data', () => {
  it('sees what the groups of now allow, not those it began with', async () => {
    const userId = await addReader(tenant, 'everything')
    await addReader(tenant, 'north')
    const token = await tenant.userToken(userId, await tenant.addClient())
    const socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
    await socket.nextFrame()
    const doc = (await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle
    const object = (await socket.request(doc, 'GetObject', 'total')).result.qReturn.qHandle
    const total = async () =>
      (await socket.request(object, 'GetLayout')).result.qLayout.qHyperCube.qGrandTotalRow[0].qNum
    expect(await total()).toBe(15)

    // Behind the back of whatever closes the sockets of people whose groups change.
    await tenant.context.store
      .updateTable('user_groups')
      .set({ group_id: 'group-north' })
      .where('user_id', '=', userId)
      .execute()
    await loadSmallApp(tenant, 70)
    await socket.nextFrame()
    expect(await total()).toBe(70)
  })
})
