import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findQlikApiChunks } from './qlik-api-chunks.mjs'

/** A package folder whose dependency @qlik/api looks like this. */
const dependent = async ({ version = '2.19.0', registry = '', chunks = {} }) => {
  const folder = await mkdtemp(join(tmpdir(), 'dependent-'))
  const api = join(folder, 'node_modules', '@qlik', 'api')
  await mkdir(join(api, 'chunks'), { recursive: true })
  await writeFile(join(api, 'package.json'), JSON.stringify({ version, exports: { './auth': './auth.js' } }))
  await writeFile(join(api, 'auth.js'), '')
  await writeFile(join(api, 'chunks', 'public-runtime-modules-X.js'), registry)
  for (const [name, source] of Object.entries(chunks)) await writeFile(join(api, 'chunks', name), source)
  return join(folder, 'package.json')
}

test('the installed release has the chunks that the runtime serves', () => {
  const chunks = findQlikApiChunks(fileURLToPath(import.meta.url))
  expect(Object.keys(chunks)).toEqual(['auth', 'qix', 'invoke-fetch'])
})

test('another release stops the build', async () => {
  const from = await dependent({ version: '2.20.0' })
  expect(() => findQlikApiChunks(from)).toThrow(/2\.20\.0.*2\.19\.0/)
})

test('a release that is built differently stops the build', async () => {
  const from = await dependent({ registry: 'nothing known' })
  expect(() => findQlikApiChunks(from)).toThrow(/does not import the chunk of auth/)
})

test('a chunk without the expected exports stops the build', async () => {
  const registry = 'if (isNode) return import("./auth-A.js");'
  const from = await dependent({ registry, chunks: { 'auth-A.js': 'export { registerAuthModule };' } })
  expect(() => findQlikApiChunks(from)).toThrow(/auth-A\.js does not export .*logout/)
})
