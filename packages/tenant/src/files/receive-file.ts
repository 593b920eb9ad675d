import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UnderstudyError } from '@understudy/contract'
import { syncToDisk } from './sync-to-disk.js'

/**
 * Keeps what a client sends as a file: under its name only when all of it is on the disk.
 *
 * @param path of the file, which does not exist yet; its folder is made when missing
 * @param most bytes that are taken
 * @returns how many bytes it has
 * @throws UnderstudyError FILES-TOO-LARGE; the stream's error when the client goes away. Nothing is left behind
 */
export const receiveFile = async (stream: Readable, path: string, most: number): Promise<number> => {
  const unfinished = `${path}.part`
  let size = 0
  const measured = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > most) throw fileTooLarge(most)
      yield chunk
    }
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    await pipeline(stream, measured, createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }))
    await syncToDisk(unfinished)
    await rename(unfinished, path)
    await syncToDisk(dirname(path))
    return size
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** The refusal of a file that is larger than one may be, or than what is left of a quota. */
export const fileTooLarge = (most: number): UnderstudyError =>
  new UnderstudyError('FILES-TOO-LARGE', `The file is larger than the ${most} bytes that are taken.`)
