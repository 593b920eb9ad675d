import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { ownFilesOf } from './own-files.js'

/**
 * Packs the files of an app folder as a ZIP archive, which `extractArchive` reads.
 *
 * @param isWanted by its path within the folder
 */
export const writeArchive = async (
  folder: string,
  archive: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<void> => {
  const zip = new ZipFile()
  for (const path of (await ownFilesOf(folder)).filter(isWanted)) zip.addFile(join(folder, path), path)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(archive, { mode: 0o600, flags: 'wx' }))
}
