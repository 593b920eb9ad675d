import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../../bin/program-file.mjs', import.meta.url))
const packages = mkdtempSync(join(tmpdir(), 'understudy-program-'))
const bin = join(packages, 'tenant/bin/program-file.mjs')

beforeAll(() => cpSync(source, bin, { recursive: true }))
afterAll(() => rmSync(packages, { recursive: true, force: true }))

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
