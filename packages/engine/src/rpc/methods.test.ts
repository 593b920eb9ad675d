import { readFile } from 'node:fs/promises'
import { errorCatalogue } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'
import { methodFates } from './methods.js'
import type { TargetKind } from './target.js'
import { publishedMethods } from './testing/published-methods.js'

const kinds = Object.keys(methodFates) as TargetKind[]

/** Names of methods by kind, in the newest schema of either published client. */
const publishedNames = async (): Promise<Readonly<Record<TargetKind, readonly string[]>>> => {
  const names = kinds.map(async (kind) => [kind, [...(await publishedMethods(kind)).keys()]] as const)
  return Object.fromEntries(await Promise.all(names)) as Record<TargetKind, string[]>
}

let shop: Shop
let published: Readonly<Record<TargetKind, readonly string[]>>
beforeAll(async () => {
  published = await publishedNames()
  shop = await openShop()
})
afterAll(() => shop.close())

/** A handle of each kind. */
const opened = async () => {
  const client = await openedClient(await openShopSession(shop))
  const handle = async (method: string, argument: unknown): Promise<number> =>
    (await client.call(client.doc, method, argument)).qReturn.qHandle
  const handles: Readonly<Record<TargetKind, number>> = {
    Global: -1,
    Doc: client.doc,
    Field: await handle('GetField', 'City'),
    GenericObject: await handle('GetObject', 'chart-1'),
    GenericDimension: await handle('GetDimension', 'dim-city'),
    GenericMeasure: await handle('GetMeasure', 'mea-sales'),
    GenericVariable: await handle('GetVariableByName', 'vGoal'),
    GenericBookmark: await handle('CreateBookmark', { qInfo: { qId: 'mark', qType: 'bookmark' } }),
    Variable: await handle('GetVariable', 'vGoal'),
  }
  return { client, handles }
}

describe('the methods of the published clients', () => {
  it('are many', () => {
    expect(kinds.flatMap((kind) => published[kind]).length).toBeGreaterThan(345)
  })

  it.each(kinds)('of %s all have their entry', (kind) => {
    expect(published[kind].filter((name) => !methodFates[kind].has(name))).toEqual([])
  })

  it.each(kinds)('of %s are never unknown, and what the documentation calls refused is refused so', async (kind) => {
    const { client, handles } = await opened()
    for (const name of published[kind]) {
      const { error } = await client.request(handles[kind], name, [])
      expect([name, error?.code]).not.toEqual([name, -32601])
      const fate = methodFates[kind].get(name)
      if (fate?.is !== 'refused') continue
      const { qixCode } = errorCatalogue[fate.code] as { qixCode?: number }
      expect([name, error?.code, error?.parameter]).toEqual([name, qixCode, fate.code])
      expect(error.message).toContain(fate.reason)
    }
  })

  it('are all documented by what becomes of them, and nothing else is', async () => {
    const page = await readFile(new URL('../../../../docs/qix.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^(?:### (\w+)|\| `(\w+)` \| (reads|changes|refused))/gm)]
    const documented = new Map<string, string>()
    let kind = ''
    for (const [, heading, name, fate] of rows) {
      if (heading !== undefined) kind = heading
      else documented.set(`${kind}.${name}`, fate ?? '')
    }
    const known = kinds.flatMap((one) => [...methodFates[one]].map(([name, { is }]) => [`${one}.${name}`, is] as const))
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(known))
  })
})

it('a method that no schema has is unknown', async () => {
  const { client } = await opened()
  expect((await client.request(client.doc, 'Teleport', [])).error).toMatchObject({ code: -32601 })
})
