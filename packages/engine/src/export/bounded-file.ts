import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UnderstudyError } from '@understudy/contract'
import type { ExportedFile } from './exported-table.js'

/** What a file that grows too large is refused with. */
export const tooManyBytes = (most: number): UnderstudyError =>
  new UnderstudyError('EXPORT-TOO-LARGE', `the file would have more than ${most.toLocaleString('en')} bytes`)

/** Writes what comes to a new file that only its owner reads, as fast as the disk takes it. */
export const writeBounded = async (
  chunks: AsyncIterable<Uint8Array | string>,
  { path, mostBytes, signal }: ExportedFile,
): Promise<void> => {
  let bytes = 0
  const bound = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      if (bytes > mostBytes) done(tooManyBytes(mostBytes))
      else done(null, chunk)
    },
  })
  await pipeline(Readable.from(chunks), bound, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal })
}
