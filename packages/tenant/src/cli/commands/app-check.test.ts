import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFolder } from '@understudy/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommandLine } from '../main.js'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'understudy-checked-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = async (files: Record<string, string>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

const check = async (...args: string[]) => {
  const written = { stdout: '', stderr: '' }
  const code = await runCommandLine(
    ['app', 'check', ...args, '--data-dir', join(root, 'no-tenant')],
    {},
    { write: (text) => (written.stdout += text) },
    { write: (text) => (written.stderr += text) },
  )
  return { code, ...written }
}

const temporary = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('understudy-check-'))

describe('understudy app check', () => {
  it('needs no tenant, and leaves nothing behind', async () => {
    await write({ 'app.json': '{"id":"a"}', 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' })
    const before = await temporary()
    const files = await readdir(root)
    expect(await check(root)).toMatchObject({ code: 0, stdout: 'Everything in the folder works.\n' })
    expect(JSON.parse((await check(root, '--json')).stdout)).toEqual({ works: true, findings: [] })
    expect([await temporary(), await readdir(root)]).toEqual([before, files])
  })

  it('tells a source that is not there, at its line, and does not run the script without it', async () => {
    await write({
      'app.json': '{\n  "id": "a",\n  "sources": {\n    "sales": "data/sales.csv"\n  }\n}',
      'data.sql': "CREATE TABLE t AS FROM read_csv(getvariable('sales'))",
    })
    expect(await check(root)).toEqual({
      code: 1,
      stdout: 'app.json:4:14  The file of "data/sales.csv" does not exist.\n',
      stderr: '',
    })
  })

  it('tells a source of a space, which it cannot read, rather than check without it', async () => {
    await write({
      'app.json': '{"id":"a","sources":{"s":"space:sales.csv"}}',
      'data.sql': 'CREATE TABLE t AS SELECT 1',
    })
    expect(await check(root)).toMatchObject({
      code: 1,
      stdout: 'app.json:1:26  Only the tenant knows the file of "space:sales.csv".\n',
    })
  })

  it('tells a script that fails, with its line where the database knows it, and the rest too', async () => {
    await write({
      'app.json': '{"id":"a","sorces":{}}',
      'data.sql': 'CREATE TABLE t AS SELECT 1 AS a;\nCREATE TABEL u;',
    })
    const { code, stdout } = await check(root)
    const [manifest, script] = stdout.split('\n')
    expect(code).toBe(1)
    expect(manifest).toBe('app.json:1:11  Nothing reads "sorces" here. Did you mean "sources"?')
    expect(script).toMatch(/^data\.sql:2 {2}A statement of data\.sql failed: .*TABEL/)
  })

  it('tells a file that is no JSON once, with its place, and one that is missing', async () => {
    await write({ 'app.json': '{"id":"a"}', 'data.sql': '', 'measures.json': '[\n{]' })
    expect((await check(root, '--json')).stdout).toBe(
      `${JSON.stringify({
        works: false,
        findings: [{ file: 'measures.json', line: 2, column: 2, problem: 'This is no JSON: property name expected.' }],
      })}\n`,
    )
    expect((await check(join(root, 'nowhere'))).stdout).toBe('app.json  is missing.\n')
    await write({ 'measures.json': '[{}]' })
    expect((await check(root)).stdout).toBe('measures.json  every entry needs qInfo with a qId.\n')
  })

  it('finds nothing in the objects of the demo', async () => {
    // Its data is a hundred megabytes, which the tests of the demo load.
    const demo = fileURLToPath(new URL('../../../../../apps/flights', import.meta.url))
    expect(await checkFolder(demo, undefined)).toEqual([])
  })
})
