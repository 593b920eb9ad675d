import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { ownFilesOf } from './own-files.js'

/**
 * Packs the files of an app folder as a ZIP archive, which `extractArchive` reads.
 *
 * @throws the error of a file that cannot be read, or that changes meanwhile
 */
export const writeArchive = async (folder: string, archive: string): Promise<void> => {
  const zip = new ZipFile()
  // A file that changes or vanishes meanwhile ends the archive; without a listener it would end the process.
  zip.on('error', (error: Error) => void (zip.outputStream as Readable).destroy(error))
  for (const path of await ownFilesOf(folder)) zip.addFile(join(folder, path), path)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(archive, { mode: 0o600, flags: 'wx' }))
}
