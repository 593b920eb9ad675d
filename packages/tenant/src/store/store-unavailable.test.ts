import { createServer } from 'node:net'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { storeUnavailable } from './store-unavailable.js'

/** A port on which nothing listens. */
const closedPort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })

it('knows a database that cannot be reached, also within another error', async () => {
  const client = new Client({ host: '127.0.0.1', port: await closedPort(), user: 'nobody', database: 'none' })
  const refused: unknown = await client.connect().catch((error: unknown) => error)
  const unavailable = { code: 'STORE-UNAVAILABLE', meta: { retryAfter: 5 } }
  expect(storeUnavailable(refused)).toMatchObject(unavailable)
  expect(storeUnavailable(new Error('the query failed', { cause: refused }))).toMatchObject(unavailable)
})

it('takes no other server that cannot be reached for the database', async () => {
  const port = await closedPort()
  const refused: unknown = await fetch(`http://127.0.0.1:${port}`).catch((error: unknown) => error)
  expect(refused).toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  expect(storeUnavailable(refused)).toBeUndefined()
  expect(storeUnavailable(new Error('the provider does not answer', { cause: refused }))).toBeUndefined()
})
