import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../bin/understudy.mjs', import.meta.url))

/** Makes packages that begin so be missing, as where they are not installed. */
const hiding = `
const Module = require('node:module')
const resolve = Module._resolveFilename
Module._resolveFilename = function (request, ...rest) {
  if (request.startsWith(process.env.HIDDEN) || request.endsWith('.wasi.cjs') || request.includes('wasm32'))
    throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: 'MODULE_NOT_FOUND' })
  return resolve.call(this, request, ...rest)
}`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-bindings-'))
  writeFileSync(join(folder, 'hiding.cjs'), hiding)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (hidden: string) =>
  spawnSync(process.execPath, ['--require', join(folder, 'hiding.cjs'), program, '--version'], {
    env: { ...process.env, HIDDEN: hidden },
    encoding: 'utf8',
  })

it.each([
  ['@duckdb/node-bindings-', 'DuckDB'],
  ['@libsql/', 'libSQL'],
  ['@node-rs/argon2-', 'argon2'],
])('without %s, one sentence tells the platform and what to run', (hidden, title) => {
  const { status, stdout, stderr } = run(hidden)
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toContain(`${title} is not installed for this machine (${process.platform}-${process.arch})`)
  expect(stderr).toContain('npm ci')
})

it('is silent where they are', () => {
  const { status, stderr } = run('@nothing/')
  expect([status, stderr]).toEqual([0, ''])
})
