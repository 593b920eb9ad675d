import { execFileSync } from 'node:child_process'
import { constants, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from './logger.js'

let folder: string
let descriptor: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-log-'))
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  // Held open for reading as well: nobody has to read for it to be written.
  descriptor = openSync(pipe, constants.O_RDWR)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a log that nobody reads takes no more memory than its bound, and tells what was lost', async () => {
  let lost = 0
  const log = createLogger('info', { descriptor, onLost: () => lost++ })
  const text = 'x'.repeat(10_000)
  const written = 5_000

  for (let line = 0; line < written; line++) log.info({ line, text }, 'answered')

  const kept = written - lost
  expect(kept * text.length).toBeLessThan(33 * 1024 * 1024)
  expect(kept * text.length).toBeGreaterThan(31 * 1024 * 1024)

  const read: number[] = []
  const reader = createReadStream('', { fd: descriptor, autoClose: false })
  for await (const line of createInterface({ input: reader })) {
    read.push((JSON.parse(line) as { line: number }).line)
    if (read.length === kept) break
  }
  reader.destroy()
  expect(read).toEqual(Array.from({ length: kept }, (_, line) => line))
})
