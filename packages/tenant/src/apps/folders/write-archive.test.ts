import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeArchive } from './write-archive.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-packed-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('tells of a file that vanishes while it is packed, and goes on living', async () => {
  // The first one keeps it busy until the second is gone.
  writeFileSync(join(folder, 'app.json'), Buffer.alloc(64 * 2 ** 20, 'understudy'))
  writeFileSync(join(folder, 'data.sql'), 'SELECT 1')
  const packed = writeArchive(folder, join(folder, 'packed.zip'))
  packed.catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 50))
  rmSync(join(folder, 'data.sql'))
  await expect(packed).rejects.toMatchObject({ code: 'ENOENT' })
})
