import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../steps/failure.mjs'

const MEMORY_FILE = 'demo.json'

/**
 * Makes sure that the data folder is new, empty or the demo's own.
 *
 * @throws {Failure} for any other folder: nothing in it shall be touched
 */
export const requireDemoFolder = (dataDir) => {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0 || existsSync(join(dataDir, MEMORY_FILE))) return
  throw new Failure(
    `${dataDir} holds something that this demo did not make. Name another folder: npm start -- --data-dir <folder>`,
  )
}

/**
 * What the demo remembers from one start to the next: the secrets of its clients, which the tenant keeps only as
 * hashes, and what it has loaded. A file that its owner alone may read.
 */
export const openDemoMemory = (dataDir) => {
  const file = join(dataDir, MEMORY_FILE)
  const memory = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}

  const remember = (changes) => {
    Object.assign(memory, changes)
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  // The file marks the folder as the demo's before anything else is written there.
  remember({})
  return { memory, remember }
}
