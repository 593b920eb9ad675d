import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressAssets } from './compress.mjs'

test('every asset gets both encodings and its type, sorted by path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assets-'))
  await mkdir(join(folder, 'chunks'))
  const script = 'export const x = 1\n'.repeat(100)
  await writeFile(join(folder, 'main.js'), script)
  await writeFile(join(folder, 'chunks', 'b.1.js'), 'b')
  await writeFile(join(folder, 'classic.html'), '<p>')

  expect(await compressAssets(folder)).toEqual([
    { path: 'chunks/b.1.js', type: 'text/javascript', encodings: ['br', 'gzip'], size: 1 },
    { path: 'classic.html', type: 'text/html', encodings: ['br', 'gzip'], size: 3 },
    { path: 'main.js', type: 'text/javascript', encodings: ['br', 'gzip'], size: script.length },
  ])
  expect(brotliDecompressSync(await readFile(join(folder, 'main.js.br'))).toString()).toBe(script)
  expect(gunzipSync(await readFile(join(folder, 'main.js.gz'))).toString()).toBe(script)
})

test('a file of unknown type is no asset', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assets-'))
  await writeFile(join(folder, 'notes.md'), '')
  await expect(compressAssets(folder)).rejects.toThrow('notes.md')
})
