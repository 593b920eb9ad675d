import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../steps/failure.mjs'

const MEMORY_FILE = 'demo.json'

/**
 * What the demo remembers from one start to the next: the secrets of its two clients, which the tenant keeps only as
 * hashes, and what it has loaded. A file that its owner alone may read.
 */
export const openDemoMemory = (dataDir) => {
  const file = join(dataDir, MEMORY_FILE)
  if (!existsSync(file)) {
    requireUnused(dataDir)
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  }
  const memory = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}

  const remember = (changes) => {
    Object.assign(memory, changes)
    writeFileSync(`${file}.new`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  if (!existsSync(file)) remember({})
  return { memory, remember }
}

/** Deletes the demo's data; refuses a folder that the demo did not make. */
export const deleteDemoData = (dataDir) => {
  if (existsSync(join(dataDir, MEMORY_FILE))) rmSync(dataDir, { recursive: true, force: true })
  else requireUnused(dataDir)
}

const requireUnused = (dataDir) => {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return
  throw new Failure(
    `${dataDir} holds something that this demo did not make. Name another folder: npm start -- --data-dir <folder>`,
  )
}
