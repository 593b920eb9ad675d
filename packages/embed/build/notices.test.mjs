import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { renderNotices } from './notices.mjs'

let root

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bundled-'))
})

/** Installs a package with these files besides its package.json; resolves to its folder. */
const install = async (path, manifest, files = {}) => {
  const folder = join(root, 'node_modules', path)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('every bundled package is named once, with release, licence and texts', async () => {
  const plain = await install(
    'plain',
    { name: 'plain', version: '1.0.0', license: 'ISC' },
    { 'LICENSE.md': 'ISC text' },
  )
  const scoped = await install(
    '@scope/one',
    { name: '@scope/one', version: '2.0.0', license: 'MIT' },
    { LICENCE: 'MIT text', NOTICE: 'Notice text', 'README.md': 'Read me' },
  )
  const notices = await renderNotices([`${plain}/a.js`, `\0${plain}/lib/b.js?commonjs`, `${scoped}/dist/c.js`])
  expect(notices.match(/^.*, licence: .*$/gm)).toEqual(['@scope/one 2.0.0, licence: MIT', 'plain 1.0.0, licence: ISC'])
  for (const text of ['MIT text', 'Notice text', 'ISC text']) expect(notices).toContain(text)
  expect(notices).not.toContain('Read me')
})

test('a package within a package counts for itself', async () => {
  await install('outer', { name: 'outer', version: '1.0.0', license: 'MIT' })
  const inner = await install('outer/node_modules/inner', { name: 'inner', version: '3.0.0', license: 'MIT' })
  const notices = await renderNotices([`${inner}/index.js`])
  expect(notices).toContain('inner 3.0.0')
  expect(notices).not.toContain('outer')
})

test('our own and the bundler’s modules need no notice', async () => {
  expect(await renderNotices([`${root}/src/main.ts`, '\0vite/preload-helper.js'])).not.toContain('licence:')
})

test('a package without any licence stops the build', async () => {
  const folder = await install('odd', { name: 'odd', version: '1.0.0' })
  await expect(renderNotices([`${folder}/index.js`])).rejects.toThrow(/odd.*licence is unknown/)
})
