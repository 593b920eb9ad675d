import { setTimeout as delay } from 'node:timers/promises'
import { grantTypes } from '@understudy/contract'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { publicationLead } from '../keys/key-life.js'
import { openStore } from '../store/open-store.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'
import { describeOnBothStores } from '../testing/stores.js'
import { addTenantRoutes } from './rest/tenants-routes.js'

/** Milliseconds within which every node has to know what was decided. */
const second = 1500

describeOnBothStores('keys of running nodes', (newLocation) => {
  let location: string
  let started: StartedNodes
  beforeEach(async () => {
    location = await newLocation()
    // A libSQL file has one node, besides the command line.
    const count = location.startsWith('postgres') ? 2 : 1
    started = await startNodes(location, count, [{ origin: 'https://t.example' }], { routes: [addTenantRoutes] })
  })
  afterEach(() => started.close())

  const url = (node: number): string => started.nodes[node % started.nodes.length]?.url ?? ''
  const mint = async (node: number): Promise<string> => {
    const [tenant] = started.tenants
    const response = await fetch(`${url(node)}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: grantTypes.clientCredentials,
        client_id: tenant?.clientId,
        client_secret: tenant?.clientSecret,
      }),
    })
    if (response.status !== 200) throw new Error(await response.text())
    return ((await response.json()) as { access_token: string }).access_token
  }
  const use = async (token: string, node: number) => {
    const response = await fetch(`${url(node)}/tenants/me`, { headers: { authorization: `Bearer ${token}` } })
    return response.status
  }
  const kidOf = (token: string): string =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
  const jwks = async (node: number): Promise<string[]> => {
    const response = await fetch(`${url(node)}/.well-known/jwks.json`)
    return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }
  /** Lets the next key be old enough to sign at once. */
  const ageNextKey = async (): Promise<void> => {
    const store = await openStore(location)
    await store
      .updateTable('signing_keys')
      .set({ created_at: new Date(Date.now() - publicationLead).toISOString() })
      .where('signs_from', 'is', null)
      .execute()
    await store.destroy()
  }

  it('change while tokens are minted and used, and no token is refused', async () => {
    const kids = new Set<string>()
    const statuses = new Set<number>()
    const living: string[] = []
    let ending = false
    const work = async (node: number): Promise<void> => {
      while (!ending) {
        const token = await mint(node)
        living.push(token)
        expect(await jwks(node + 1)).toContain(kidOf(token))
        kids.add(kidOf(token))
        statuses.add(await use(token, node + 1))
        statuses.add(await use(living[Math.floor(Math.random() * living.length)] ?? '', node))
      }
    }
    const working = [work(0), work(1)]
    for (let turn = 1; turn <= 3; turn += 1) {
      await ageNextKey()
      await started.command('keys', 'rotate')
      await delay(second)
    }
    ending = true
    await Promise.all(working)
    expect([...statuses]).toEqual([200])
    expect(kids.size).toBe(4)
    // Each key was used on both sides of each change.
    for (const token of [living[0], living.at(-1)]) {
      for (const node of [0, 1]) expect(await use(token ?? '', node)).toBe(200)
    }
  })

  it('are given up everywhere within a second, with what was verified before', async () => {
    const token = await mint(0)
    for (const node of [0, 1]) expect(await use(token, node)).toBe(200)
    await started.command('keys', 'retire', kidOf(token))
    await delay(second)
    for (const node of [0, 1]) {
      expect(await use(token, node)).toBe(401)
      expect(await jwks(node)).not.toContain(kidOf(token))
      const fresh = await mint(node)
      for (const other of [0, 1]) expect(await use(fresh, other)).toBe(200)
    }
  })

  it('are listed with what they are', async () => {
    const [current, next] = await jwks(0)
    const { keys } = JSON.parse(await started.command('keys', 'list', '--json'))
    expect(keys).toHaveLength(2)
    expect(keys).toContainEqual(expect.objectContaining({ kid: current, state: 'current' }))
    expect(keys).toContainEqual({ kid: next, state: 'next' })
    await started.command('keys', 'retire', current ?? '')
    expect(await started.command('keys', 'list')).toContain(`${current}  revoked`)
  })
})
