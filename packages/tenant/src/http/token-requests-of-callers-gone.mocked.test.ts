import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { lastRecord } from '../testing/refusals.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'

const turn = vi.hoisted(() => ({ tasks: [] as (() => void)[] }))
vi.mock('./end-of-turn.js', () => ({ endOfTurn: () => (task: () => void) => turn.tasks.push(task) }))

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

it('whoever hangs up before the end of the turn is recorded with the address', async () => {
  const { hostname, port, host } = new URL(tenant.url)
  const socket = connect(Number(port), hostname)
  const closed = once(socket, 'close')
  const head = `POST /oauth/token HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n`
  socket.write(`${head}{}`)
  await vi.waitFor(() => expect(turn.tasks).toHaveLength(1))
  socket.resetAndDestroy()
  await closed
  await new Promise((resolve) => setTimeout(resolve, 100))
  turn.tasks[0]?.()
  await vi.waitFor(async () =>
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'oauth-token.refused',
      address: expect.stringContaining('127.0.0.1'),
    }),
  )
})
