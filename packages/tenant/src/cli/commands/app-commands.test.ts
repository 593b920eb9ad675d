import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../main.js'

let root: string
let app: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'understudy-cli-'))
  app = join(root, 'app')
  await mkdir(app)
  await writeFile(join(app, 'app.json'), '{"id":"cli-app","name":"From the command line"}')
  await writeFile(join(app, 'data.sql'), 'CREATE TABLE t AS SELECT 1 AS "A"')
  await run('init')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const collected = () => {
  const texts: string[] = []
  return { write: (text: string) => texts.push(text), all: () => texts.join('') }
}

const run = async (...args: string[]) => {
  const stdout = collected()
  const stderr = collected()
  const code = await runCommandLine([...args, '--data-dir', join(root, 'data')], {}, stdout, stderr)
  return { code, stdout: stdout.all(), stderr: stderr.all() }
}

describe('the app commands', () => {
  it('add, list and reload an app; a failed reload is told and recorded, and changes nothing else', async () => {
    expect((await run('app', 'list')).stdout).toContain('There are no apps')
    const added = await run('app', 'add', app, '--json')
    expect(added.code).toBe(0)
    expect(JSON.parse(added.stdout)).toMatchObject({ id: 'cli-app', tables: [{ name: 't', rowCount: 1 }] })
    const percents = [...added.stderr.matchAll(/^ *(\d+) % (\w+): /gm)].map(([, percent, stage]) => [
      Number(percent),
      stage,
    ])
    expect([percents[0], percents.at(-1)]).toEqual([
      [0, 'statements'],
      [99, 'publish'],
    ])
    expect(percents).toContainEqual([60, 'symbols'])
    expect(percents).toContainEqual([80, 'tables'])
    expect(
      percents.every(([percent], index) => index === 0 || Number(percent) >= Number(percents[index - 1]?.[0])),
    ).toBe(true)
    expect(JSON.parse((await run('app', 'list', '--json')).stdout)).toMatchObject([
      { id: 'cli-app', name: 'From the command line', folder: app, reloadStatus: 'SUCCEEDED' },
    ])

    await cp(join(app, 'data.sql'), join(root, 'kept.sql'))
    await writeFile(join(app, 'data.sql'), 'CREATE TABLE t AS SELECT nonsense')
    const failed = await run('app', 'reload', 'cli-app')
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain('data.sql')
    expect(JSON.parse((await run('app', 'list', '--json')).stdout)[0].reloadStatus).toBe('FAILED')

    await cp(join(root, 'kept.sql'), join(app, 'data.sql'))
    expect((await run('app', 'reload', 'cli-app')).stdout).toContain('From the command line (cli-app) is loaded')
  })

  it('do not load an app that requires section access without', async () => {
    const guarded = join(root, 'guarded')
    await mkdir(guarded)
    await writeFile(join(guarded, 'app.json'), '{"id":"guarded","sectionAccess":"required"}')
    await writeFile(join(guarded, 'data.sql'), 'CREATE TABLE t AS SELECT 1 AS "A"')
    const refused = await run('app', 'add', guarded)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('SECTION_ACCESS')
  })

  it('tell what is missing', async () => {
    expect((await run('app', 'reload', 'unknown')).stderr).toContain('understudy app list')
    expect(await run('app', 'add')).toMatchObject({ code: 2 })
    expect((await run('app', 'add', join(root, 'nowhere'))).stderr).toContain('app.json')
    expect((await run('app', 'list', '--tenant', 'unknown.example')).code).toBe(2)
  })

  it('tell at every reload what cannot work with the data, which is served all the same', async () => {
    const folder = join(root, 'wrong-chart')
    await mkdir(join(folder, 'objects'), { recursive: true })
    await writeFile(join(folder, 'app.json'), '{"id":"wrong-chart","name":"Wrong chart"}')
    await writeFile(join(folder, 'data.sql'), 'CREATE TABLE t AS SELECT 1 AS "Amount"')
    await writeFile(
      join(folder, 'objects', 'chart.json'),
      '{ "qInfo": { "qId": "c", "qType": "kpi" },\n"qHyperCubeDef": { "qMeasures": [{ "qDef": { "qDef": "Sum(Amuont)" } }] } }',
    )
    const told = 'objects/chart.json:2:54  There is no field [Amuont]; did you mean [Amount]? (at character 5)\n'
    const added = await run('app', 'add', folder)
    expect([added.code, added.stdout]).toEqual([0, expect.stringContaining(told)])
    const reloaded = await run('app', 'reload', 'wrong-chart')
    expect([reloaded.code, reloaded.stdout]).toEqual([0, expect.stringContaining(told)])
    const json = JSON.parse((await run('app', 'reload', 'wrong-chart', '--json')).stdout)
    expect(json).toMatchObject({ findings: [{ file: 'objects/chart.json', line: 2, column: 54 }] })
    expect((await run('app', 'check', folder)).stdout).toBe(told)
  })
})
