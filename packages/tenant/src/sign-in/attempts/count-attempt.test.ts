import { beforeAll, expect, it } from 'vitest'
import { defaultConfig } from '../../config/options.js'
import { openStore } from '../../store/open-store.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { type AttemptCounter, countAttempt } from './count-attempt.js'

const minute = 60_000

describeOnBothStores('attempts to sign in', (newLocation) => {
  let now = Date.UTC(2026, 0, 1)
  let context: TenantContext

  beforeAll(async () => {
    const store = await openStore(await newLocation())
    await store.insertInto('tenants').values({ tenant_id: 't', name: 'T', origin: null, created_at: '' }).execute()
    context = { store, tenant: { id: 't' }, clock: () => now, config: defaultConfig } as unknown as TenantContext
  })

  const account = (of: string): AttemptCounter => ({ kind: 'account', of })
  const admitted = (counter: AttemptCounter, address = '192.0.2.1') =>
    countAttempt(context, counter, address).then(
      (succeeded) => ({ succeeded, retryAfter: 0 }),
      (error) => ({ succeeded: undefined, retryAfter: error.meta.retryAfter as number }),
    )
  const failures = async (counter: AttemptCounter, count: number, address?: string) => {
    for (let index = 0; index < count; index++) await admitted(counter, address)
  }

  it('are free at first, then wait longer and longer, never more than a quarter of an hour', async () => {
    await failures(account('ann'), 5)
    const waits = []
    for (let index = 0; index < 8; index++) {
      const { retryAfter } = await admitted(account('ann'))
      waits.push(retryAfter)
      now += retryAfter * 1000
      await admitted(account('ann'))
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('are counted by the name however it is written, and each name for itself', async () => {
    await failures(account('Bob@Example.com'), 5)
    expect((await admitted(account(' bob@example.COM'))).retryAfter).toBe(30)
    expect((await admitted(account('carol'))).retryAfter).toBe(0)
  })

  it('of a known browser go on while others have used up those of the account', async () => {
    await failures(account('dora'), 9)
    expect((await admitted(account('dora'))).retryAfter).toBeGreaterThan(0)
    expect((await admitted({ kind: 'known-browser', of: 'doras-browser' })).retryAfter).toBe(0)
  })

  it('are forgotten after success and after a day', async () => {
    await failures(account('eve'), 4)
    await (await admitted(account('eve'))).succeeded?.()
    await failures(account('eve'), 4)
    expect((await admitted(account('eve'))).retryAfter).toBe(0)
    now += 25 * 60 * minute
    await failures(account('eve'), 5)
    expect((await admitted(account('eve'))).retryAfter).toBe(30)
  })

  it('are limited by address, whatever names are tried, and success does not wash an address clean', async () => {
    for (let index = 0; index < 49; index++) await admitted(account(`name-${index}`), '2001:db8:1:2::1')
    await (await admitted(account('own'), '2001:db8:1:2::2')).succeeded?.()
    await admitted(account('name-50'), '2001:db8:1:2:ffff::3')
    expect((await admitted(account('name-51'), '2001:db8:1:2::4')).retryAfter).toBe(60)
    expect((await admitted(account('name-51'), '2001:db8:1:3::4')).retryAfter).toBe(0)
  })

  it('are counted before they are tried: of many at once, as many pass as one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => admitted(account('fay'), '198.51.100.7')))
    expect(answers.filter(({ retryAfter }) => retryAfter === 0)).toHaveLength(5)
  })
})
