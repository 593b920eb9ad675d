import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../../bin/program-file.mjs', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'understudy-program-'))
const packages = join(root, 'packages')
const bin = join(packages, 'tenant/bin/program-file.mjs')

beforeAll(() => cpSync(source, bin, { recursive: true }))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const write = (path: string, second: number): void => {
  mkdirSync(dirname(join(packages, path)), { recursive: true })
  writeFileSync(join(packages, path), '')
  utimesSync(join(packages, path), second, second)
}
const chosen = async (): Promise<string> => {
  const { programFile } = await import(pathToFileURL(bin).href)
  return programFile('main', 'cli/main.js').pathname.split('/tenant/')[1]
}

it('is the joined one while no package was compiled after it was made', async () => {
  for (const name of ['contract', 'engine', 'tenant']) write(`${name}/dist/.tsbuildinfo`, 1_000)
  expect(await chosen()).toBe('dist/cli/main.js')
  write('tenant/dist/program/main.js', 2_000)
  expect(await chosen()).toBe('dist/program/main.js')
  for (const name of ['contract', 'engine', 'tenant']) {
    write(`${name}/dist/.tsbuildinfo`, 3_000)
    expect(await chosen()).toBe('dist/cli/main.js')
    write(`${name}/dist/.tsbuildinfo`, 1_000)
  }
  expect(await chosen()).toBe('dist/program/main.js')
})

it('is not the joined one after other packages were installed', async () => {
  for (const name of ['contract', 'engine', 'tenant']) write(`${name}/dist/.tsbuildinfo`, 1_000)
  write('tenant/dist/program/main.js', 2_000)
  write('../node_modules/.package-lock.json', 1_500)
  expect(await chosen()).toBe('dist/program/main.js')
  write('../node_modules/.package-lock.json', 3_000)
  expect(await chosen()).toBe('dist/cli/main.js')
})
