import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

interface Entry {
  readonly qProperty: object
  readonly qChildren: readonly Entry[]
}

const entry = (id: string, ...children: Entry[]): Entry => ({
  qProperty: { qInfo: { qId: id, qType: 'x' } },
  qChildren: children,
})

const repeated = (level: number): Entry => {
  const next = `level-${level + 1}`
  return level === 10
    ? entry(`level-${level}`)
    : entry(`level-${level}`, entry(next), entry(next), entry(next), repeated(level + 1))
}

const opened = async () => {
  const client = await openedClient(await openShopSession(shop))
  return { ...client, root: await client.create({ qInfo: { qId: 'root', qType: 'x' } }) }
}

describe('property trees of session objects', () => {
  it.each([
    ['children of one id', entry('root', repeated(0))],
    ['siblings of one id', entry('root', entry('a'), entry('a'))],
    ['a child with the id of the object', entry('root', entry('root'))],
    ['a grandchild with the id of the object', entry('root', entry('a', entry('root')))],
    ['a grandchild with the id of its parent', entry('root', entry('a', entry('a')))],
  ])('are refused with %s, and nothing changes', async (_, tree) => {
    const { request, call, root } = await opened()
    const { error } = await request(root, 'SetFullPropertyTree', [tree])
    expect(error).toMatchObject({ code: 8, parameter: 'QIX-IMPOSSIBLE' })
    expect((await call(root, 'GetFullPropertyTree')).qPropEntry).toEqual(entry('root'))
  })

  it('are refused where a child has the id of an object further up', async () => {
    const { request, call, doc, root } = await opened()
    await call(root, 'SetFullPropertyTree', entry('root', entry('child')))
    const child = (await call(doc, 'GetObject', 'child')).qReturn.qHandle
    for (const [method, parameter] of [
      ['SetFullPropertyTree', entry('child', entry('root'))],
      ['CreateChild', { qInfo: { qId: 'root', qType: 'x' } }],
    ] as const)
      expect((await request(child, method, [parameter])).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
  })

  it('are refused where they hold more objects than a session may', async () => {
    const { request, root } = await opened()
    const many = Array.from({ length: 51 }, (_, index) => entry(`child-${index}`))
    expect((await request(root, 'SetFullPropertyTree', [entry('root', ...many)])).error).toMatchObject({
      parameter: 'QIX-LIMIT',
    })
  })

  it('are taken with ids that the same object used before', async () => {
    const { call, root } = await opened()
    const tree = entry('root', entry('a', entry('b')), entry('c'))
    await call(root, 'SetFullPropertyTree', tree)
    await call(root, 'SetFullPropertyTree', tree)
    expect((await call(root, 'GetFullPropertyTree')).qPropEntry).toEqual(tree)
  })
})
