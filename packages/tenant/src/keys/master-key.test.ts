import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMasterKeyFile, loadMasterKey } from './master-key.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-key-'))
  file = join(folder, 'master.key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the master key file', () => {
  it('is made for its owner only, whatever the umask', () => {
    const before = process.umask(0)
    try {
      createMasterKeyFile(file, randomBytes)
    } finally {
      process.umask(before)
    }
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('holds the key that was made', () => {
    const made = createMasterKeyFile(file, randomBytes)
    expect(made).toHaveLength(32)
    expect(loadMasterKey(file, {}).equals(made)).toBe(true)
  })

  it('is never written over', () => {
    createMasterKeyFile(file, randomBytes)
    const before = readFileSync(file)
    expect(() => createMasterKeyFile(file, randomBytes)).toThrow(/EEXIST/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it.each([0o640, 0o604, 0o660, 0o602, 0o644, 0o666])('is refused with mode %o', (mode) => {
    createMasterKeyFile(file, randomBytes)
    chmodSync(file, mode)
    expect(() => loadMasterKey(file, {})).toThrow(expect.objectContaining({ code: 'MASTER-KEY-EXPOSED' }))
  })

  it('is refused when it is missing, or holds anything but 32 bytes', () => {
    expect(() => loadMasterKey(file, {})).toThrow(expect.objectContaining({ code: 'MASTER-KEY-MISSING' }))
    for (const content of [
      '',
      'password',
      randomBytes(31).toString('base64url'),
      `${randomBytes(32).toString('base64')}`,
    ]) {
      writeFileSync(file, content, { mode: 0o600 })
      expect(() => loadMasterKey(file, {})).toThrow(expect.objectContaining({ code: 'MASTER-KEY-INVALID' }))
    }
  })
})

describe('the environment', () => {
  it('may hold the key in place of a file', () => {
    const key = randomBytes(32)
    const environment = { UNDERSTUDY_MASTER_KEY: key.toString('base64url') }
    expect(loadMasterKey(file, environment).equals(key)).toBe(true)
  })

  it('is refused with a bad key, also when there is a good file', () => {
    createMasterKeyFile(file, randomBytes)
    const bad = () => loadMasterKey(file, { UNDERSTUDY_MASTER_KEY: 'short' })
    expect(bad).toThrow(expect.objectContaining({ code: 'MASTER-KEY-INVALID' }))
  })
})
