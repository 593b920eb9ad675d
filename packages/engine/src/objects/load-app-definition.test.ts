import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeShop } from '../session/testing/shop-app.js'
import { loadAppDefinition } from './load-app-definition.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-app-'))
  await writeShop(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFile(join(folder, name), text)

describe('loading an app folder', () => {
  it('reads manifest, master items, variables and object trees', async () => {
    const app = await loadAppDefinition(folder)
    expect(app).toMatchObject({ id: 'shop-app', name: 'Shop', description: 'What was sold where', sources: {} })
    expect(app.objects.map(({ properties }) => properties.qInfo)).toEqual([
      { qId: 'linked-1', qType: 'table' },
      { qId: 'master-1', qType: 'masterobject' },
      { qId: 'sheet-1', qType: 'sheet' },
    ])
    expect(app.objects[2]?.children[0]?.properties.title).toBe('Sales by town')
    expect([app.dimensions.length, app.measures.length, app.variables.length]).toEqual([1, 1, 1])
  })

  it('needs nothing but a manifest', async () => {
    const bare = join(folder, 'bare')
    await mkdir(bare)
    await writeFile(join(bare, 'app.json'), '{"id":"bare"}')
    expect(await loadAppDefinition(bare)).toMatchObject({ id: 'bare', name: 'bare', objects: [], dimensions: [] })
  })

  it.each([
    ['{"id":"x"}', 'optional'],
    ['{"id":"x","sectionAccess":"required"}', 'required'],
  ])('reads from %s that section access is %s', async (manifest, sectionAccess) => {
    await write('app.json', manifest)
    expect(await loadAppDefinition(folder)).toMatchObject({ sectionAccess })
  })

  it.each([
    ['app.json', '{', 'app.json'],
    ['app.json', '[]', 'app.json'],
    ['app.json', '{"name":"no id"}', 'app.json'],
    ['app.json', '{"id":"../escape"}', 'app.json'],
    ['app.json', '{"id":"x","sources":{"a":5}}', '"a"'],
    ['app.json', '{"id":"x","sources":{"a":{"file":"data/a.xlsx"}}}', '"a"'],
    ['app.json', '{"id":"x","sources":{"a":{"connection":"c","query":5}}}', '"a"'],
    ['app.json', '{"id":"x","sources":{"a":{"connection":"c","query":"q","sheet":"s"}}}', '"a"'],
    ['app.json', '{"id":"x","sectionAccess":"none"}', 'sectionAccess'],
    ['app.json', `{"id":"x","name":"${'n'.repeat(257)}"}`, 'name'],
    ['app.json', '{"id":"x","name":"a\\u0000b"}', 'name'],
    ['app.json', '{"id":"x","description":"\\ud800"}', 'description'],
    ['app.json', `{"id":"x","a":${'['.repeat(100)}${']'.repeat(100)}}`, 'app.json: is nested'],
    ['objects/extra.json', `{"qProperty":${'[{'.repeat(50_000)}`, 'objects/extra.json: is nested'],
    ['dimensions.json', '{}', 'dimensions.json'],
    ['measures.json', '[{"qMeasure":{}}]', 'measures.json'],
    ['objects/extra.json', '{"qProperty":{"qInfo":{}}}', 'objects/extra.json'],
    ['objects/extra.json', '{"qInfo":{"qId":"chart-1","qType":"x"}}', 'chart-1'],
    ['variables.json', '[{"qInfo":{"qId":"dim-city"}}]', 'dim-city'],
  ])('refuses %s with %s, naming what is wrong', async (name, text, named) => {
    await write(name, text)
    await expect(loadAppDefinition(folder)).rejects.toMatchObject({
      code: 'APP-FOLDER',
      detail: expect.stringContaining(named),
    })
  })
})
