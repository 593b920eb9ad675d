import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAppDefinition } from '../objects/load-app-definition.js'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

/** Sheets by file name, which is the order in which they are read. */
const sheets: readonly [id: string, rank: unknown, title: string][] = [
  ['a-last', undefined, 'Zebra'],
  ['b-tenth', 10, 'Tenth'],
  ['c-second', 2, 'second'],
  ['d-negative', -1, 'First of all'],
  ['e-same', 2, 'Second'],
  ['f-also', 2, 'Alpha'],
  ['g-untitled', undefined, ''],
  ['h-wrong', 'NaN', 'aardvark'],
  ['i-twin', 2, 'Second'],
]
const inOrder = ['d-negative', 'f-also', 'e-same', 'i-twin', 'c-second', 'b-tenth', 'g-untitled', 'h-wrong', 'a-last']

let folder: string
let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  folder = await mkdtemp(join(tmpdir(), 'understudy-sheets-'))
  await mkdir(join(folder, 'objects'))
  await writeFile(join(folder, 'data.sql'), '')
  await writeFile(join(folder, 'app.json'), JSON.stringify({ id: 'sheets', name: 'Sheets', sources: {} }))
  for (const [id, rank, title] of sheets) {
    const properties = { qInfo: { qId: id, qType: 'sheet' }, qMetaDef: { title }, rank, cells: [] }
    await writeFile(join(folder, 'objects', `${id}.json`), JSON.stringify({ qProperty: properties, qChildren: [] }))
  }
  const note = { qInfo: { qId: 'b-note', qType: 'note' }, rank: 99 }
  await writeFile(join(folder, 'objects', 'b-note.json'), JSON.stringify({ qProperty: note, qChildren: [] }))
  const { objects } = await loadAppDefinition(folder)
  shop = { ...shop, app: { ...shop.app, objects } }
})
afterAll(async () => {
  await shop.close()
  await rm(folder, { recursive: true, force: true })
})

const ids = (list: { qInfo?: { qId: string }; qId?: string }[]): (string | undefined)[] =>
  list.map(({ qInfo, qId }) => qInfo?.qId ?? qId)

describe('every list of sheets', () => {
  it('is by rank, then title, sheets without a rank last', async () => {
    const client = await openedClient(await openShopSession(shop))
    const list = async (qType: string) => {
      const id = await client.create({ qInfo: { qId: 'L', qType: 'L' }, qAppObjectListDef: { qType, qData: {} } })
      return ids((await client.layout(id)).qAppObjectList.qItems)
    }
    expect(await list('sheet')).toEqual(inOrder)
    const { qList } = await client.call(client.doc, 'GetObjects', { qTypes: ['sheet'] })
    expect(ids(qList)).toEqual(inOrder)
    // Other objects stay where they are stored.
    const everything = await list('')
    expect(everything.indexOf('b-note')).toBe(1)
    expect(everything.filter((id) => id !== 'b-note')).toEqual(inOrder)
    const { qInfos } = await client.call(client.doc, 'GetAllInfos')
    expect(ids(qInfos).filter((id) => inOrder.includes(String(id)))).toEqual(inOrder)
  })
})
