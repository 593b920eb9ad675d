import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { grantTypes } from '@understudy/contract'
import { expect, it } from 'vitest'
import { dataPaths } from '../../config/data-paths.js'
import { createLogger } from '../../http/logger.js'
import { startServer } from '../../http/start-server.js'
import { type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'

/** Another node of the same tenant, where the store allows more than one. */
const startSecondNode = async ({ context }: StartedTenant) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-node-'))
  const config = { ...context.config, port: 0, dataDir }
  copyFileSync(dataPaths(context.config).masterKeyFile, dataPaths(config).masterKeyFile)
  const server = await startServer(config, {}, { routes: [], upgrades: [], logger: createLogger('silent') })
  return {
    url: server.url,
    close: async () => {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

describeOnBothStores('a hundred token calls at once for one new user', (newLocation) => {
  it('make one user and a hundred good tokens', async () => {
    const location = await newLocation()
    const tenant = await startTenant({ config: { store: location } })
    const second = location.startsWith('postgres') ? await startSecondNode(tenant) : undefined
    try {
      const client = await tenant.addClient({ may_provision_users: 1 })
      const body = JSON.stringify({
        grant_type: grantTypes.impersonation,
        ...wire(client),
        user: { subject: 'race', name: 'Race', groups: ['Sales', 'North'], attributes: { region: 'North' } },
      })
      const urls = [tenant.url, second?.url ?? tenant.url]
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const headers = { 'content-type': 'application/json' }
          const response = await fetch(`${urls[index % 2]}/oauth/token`, { method: 'POST', headers, body })
          return { status: response.status, body: await response.json() }
        }),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200))
      const { store } = tenant.context
      const users = await store.selectFrom('users').select(['id', 'epoch']).where('subject', '=', 'race').execute()
      expect(users).toHaveLength(1)
      expect(await store.selectFrom('groups').select('name').orderBy('name').execute()).toEqual([
        { name: 'North' },
        { name: 'Sales' },
      ])
      const claims = answers.map((each) =>
        JSON.parse(Buffer.from(each.body.access_token.split('.')[1], 'base64url').toString()),
      )
      expect(new Set(claims.map(({ userId, epochs }) => `${userId} ${epochs[0]}`))).toEqual(
        new Set([`${users[0]?.id} ${users[0]?.epoch}`]),
      )
      const records = await store.selectFrom('audit_journal').select('record').execute()
      const events = records.map(({ record }) => JSON.parse(record).event)
      expect(events.filter((event) => event === 'user.created')).toHaveLength(1)
      expect(events.filter((event) => event === 'user.updated')).toHaveLength(0)
      expect(events.filter((event) => event === 'oauth-token.issued')).toHaveLength(100)
    } finally {
      await second?.close()
      await tenant.close()
    }
  })
})
