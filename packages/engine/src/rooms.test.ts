import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const source = dirname(fileURLToPath(import.meta.url))
const engine = dirname(source)
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')

let workspace = ''
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'rooms-'))
  await writeFile(join(workspace, 'biome.json'), JSON.stringify({ linter: { enabled: true } }))
  await mkdir(join(workspace, 'engine'))
  await cp(join(engine, 'biome.json'), join(workspace, 'engine', 'biome.json'))
})
afterAll(() => rm(workspace, { recursive: true, force: true }))

/** What the lint table refuses of imports, each in a file of its own: `file > imported`. */
const refused = async (...imports: readonly string[]): Promise<readonly string[]> => {
  const files = imports.map((line, index) => {
    const [place = '', imported = ''] = line.split(' > ')
    return { line, imported, file: join('engine', 'src', dirname(place), `case-${index}.ts`) }
  })
  for (const { file, imported } of files) {
    await mkdir(dirname(join(workspace, file)), { recursive: true })
    await writeFile(join(workspace, file), `export * from '${imported}'\n`)
  }
  const report = await new Promise<string>((resolve) =>
    execFile(
      process.execPath,
      [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', 'engine/src'],
      { cwd: workspace, maxBuffer: 10_000_000 },
      (_, stdout) => resolve(stdout),
    ),
  )
  return files.flatMap(({ line, file }) => (report.includes(file) ? [line] : []))
}

test('a folder without a line may import nothing, not even the lowest room or the contract', async () => {
  const imports = [
    'new-room/a.ts > ../format/calendar.js',
    'new-room/a.ts > ../json.js',
    'new-room/a.ts > @understudy/contract',
    'new-room/a.ts > node:fs',
    'plan/new-folder/a.ts > ../../format/calendar.js',
  ]
  expect(await refused(...imports, 'new-room/a.ts > ./b.js')).toEqual(imports)
})

test('arrows go down only, and only snapshot and reload know a database', async () => {
  const upwards = [
    'plan/a.ts > ../print/cube.js',
    'print/a.ts > ../evaluate/evaluation.js',
    'print/duckdb/a.ts > ../../evaluate/evaluation.js',
    'evaluate/a.ts > ../objects/scope.js',
    'evaluate/sets/a.ts > ../../objects/scope.js',
    'expressions/functions/string/a.ts > ../../../plan/cube.js',
    'model/a.ts > ../security/data-view.js',
    'snapshot/a.ts > ../reload/reload-app.js',
    'objects/a.ts > ../session/engine-session.js',
    'evaluate/a.ts > @duckdb/node-api',
    'print/duckdb/a.ts > @duckdb/node-api',
    'session/a.ts > fastify',
    'index.ts > fastify',
  ]
  const downwards = [
    'print/a.ts > ../plan/cube.js',
    'print/duckdb/a.ts > ../dialect.js',
    'print/duckdb/a.ts > ../../model/data-model.js',
    'expressions/functions/string/a.ts > ../sql-value.js',
    'snapshot/a.ts > @duckdb/node-api',
    'reload/a.ts > @duckdb/node-api',
    'evaluate/sets/a.ts > ../cache-key.js',
    'evaluate/a.ts > @understudy/contract',
  ]
  expect(await refused(...upwards, ...downwards)).toEqual(upwards)
})
