import { UnderstudyError } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import { queryCancelled } from '../snapshot/query-cancelled.js'
import type { SelectRunner } from '../snapshot/select-runner.js'
import { openShop, type Shop } from './testing/shop-app.js'
import { openedClient, openShopSession } from './testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** How queries are run once the test says so. */
type Manner = (run: SelectRunner['run']) => SelectRunner['run']

/** Waits until nobody waits for the answer. */
const never: Manner = () => (_, signal) =>
  new Promise((_, reject) => {
    const stop = (): void => reject(queryCancelled())
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop)
  })

const open = async () => {
  const view = await openDataView(shop.snapshot, { tenantId: 't', userId: 'anna', subject: 'anna', groups: [] })
  const own: SelectRunner['run'] = (...asked) => view.snapshot.runner.run(...asked)
  let manner: Manner = (run) => run
  const run: SelectRunner['run'] = (...asked) => manner(own)(...asked)
  // No answer is kept from other tests.
  const results = { get: (_: string, make: () => Promise<unknown>) => make() } as typeof view.snapshot.results
  const session = await openShopSession(shop, 'anna', {
    view: { ...view, snapshot: { ...view.snapshot, results, runner: { ...view.snapshot.runner, run } } },
  })
  const client = await openedClient(session)
  const fields = new Map<string, number>()
  for (const name of ['City', 'Country', 'Year', 'Product', 'Amount']) fields.set(name, await client.field(name))
  const current = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
  const select = (name: string, text: string) =>
    client.request(fields.get(name) ?? 0, 'SelectValues', [[{ qText: text }]])
  return {
    ...client,
    select,
    runs: (next: Manner) => {
      manner = next
    },
    selected: async (): Promise<string> =>
      (await client.layout(current)).qSelectionObject.qSelections
        .map(({ qField, qSelected }: Record<string, string>) => `${qField}=${qSelected}`)
        .join(' '),
  }
}

describe('finding out what contradicts a selection', () => {
  it('asks about all other fields at once', async () => {
    const { select, runs, selected } = await open()
    for (const [field, text] of [
      ['Country', 'France'],
      ['Year', '2023'],
      ['Product', 'Coffee'],
    ] as const)
      await select(field, text)
    let running = 0
    let rounds = 0
    runs((run) => async (...asked) => {
      if (running === 0) rounds += 1
      running += 1
      const answer = await run(...asked)
      await new Promise((resolve) => setTimeout(resolve, 30))
      running -= 1
      return answer
    })
    expect(await select('City', 'Bergen')).toMatchObject({ result: { qReturn: true } })
    // The value itself, and what is possible under all, under what cannot end, under each, and under those that stay.
    expect(rounds).toBeLessThanOrEqual(5)
    runs((run) => run)
    expect(await selected()).toContain('City=Bergen')
    expect(await selected()).not.toContain('Country')
  })

  it.each(['ENGINE-BUSY', 'ENGINE-QUERY-TIMEOUT'] as const)('is left out at %s: both stay selected', async (code) => {
    const { select, runs, selected } = await open()
    await select('Country', 'France')
    runs(() => async () => {
      throw new UnderstudyError(code, 'of the test')
    })
    expect(await select('City', 'Bergen')).toMatchObject({ result: { qReturn: true } })
    runs((run) => run)
    expect(await selected()).toBe('Country=France City=Bergen')
  })

  it('ends when its request is given up, and selects nothing', async () => {
    const { select, runs, selected, call, pending } = await open()
    await select('Country', 'France')
    runs(never)
    const asked = select('City', 'Bergen')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(pending()).toBe(1)
    await call(-1, 'AbortAll')
    expect(await asked).toMatchObject({ error: { code: 15, parameter: 'QIX-ABORTED' } })
    runs((run) => run)
    expect(await selected()).toBe('Country=France')
    expect(await select('City', 'Paris')).toMatchObject({ result: { qReturn: true } })
  })

  it('does not wait for what is evaluated under the selections before, which starts over', async () => {
    const { select, runs, selected, request, doc } = await open()
    await select('Country', 'France')
    let stale = 0
    let stopped = 0
    // One query at a time, as where the runner has no more places.
    let free: Promise<unknown> = Promise.resolve()
    runs((run) => (statement, signal) => {
      const turn = free.then(() => {
        if (stale === 1) return run(statement, signal)
        stale += 1
        return never(run)(statement, signal).catch((error: unknown) => {
          stopped += 1
          throw error
        })
      })
      free = turn.catch(() => undefined)
      return turn
    })
    const chart = request(doc, 'EvaluateEx', ['Sum(Amount)'])
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect({ stale, stopped }).toEqual({ stale: 1, stopped: 0 })
    expect(await select('City', 'Oslo')).toMatchObject({ result: { qReturn: true } })
    expect(stopped).toBe(1)
    runs((run) => run)
    const { result } = await chart
    expect(result.qValue.qIsNumeric).toBe(true)
    const again = await request(doc, 'EvaluateEx', ['Sum(Amount)'])
    expect(result).toEqual(again.result)
    expect(await selected()).toBe('City=Oslo')
  })

  it('answers what it interrupted, though nothing is selected in the end', async () => {
    const { select, runs, request, call, doc, field } = await open()
    await select('Country', 'France')
    await call(await field('Country'), 'Lock')
    let stale = 0
    runs((run) => (statement, signal) => {
      stale += 1
      return (stale === 1 ? never(run) : run)(statement, signal)
    })
    const chart = request(doc, 'EvaluateEx', ['Sum(Amount)'])
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(await select('City', 'Oslo')).toMatchObject({ result: { qReturn: false } })
    expect((await chart).result.qValue.qIsNumeric).toBe(true)
  })
})
