import { createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UnderstudyError } from '@understudy/contract'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { isOwnFile } from './own-files.js'

/** What an archive may unpack to. */
export interface ArchiveLimits {
  /** Bytes of all files together. */
  readonly bytes: number
}

/** An archive that `writeArchive` made of a folder has whatever names and sizes the folder had. */
type Origin = ArchiveLimits | 'packed by us'

/** Entries of an archive, folders included. */
const mostEntries = 10_000

/** Characters of a path, and names in it. */
const [longestPath, deepestPath] = [512, 16]

const refuse = (problem: string, cause?: unknown): UnderstudyError =>
  new UnderstudyError('APP-ARCHIVE', problem, cause === undefined ? {} : { cause })

/**
 * Unpacks the ZIP archive of an app folder: its files at the top, or in one folder at the top. Files that are not of an app
 * are left out. Paths that lead elsewhere, links, names that occur twice (whatever their case), encrypted files and more
 * than the limits allow are refused.
 *
 * @param archive path of the archive
 * @param folder an empty folder
 * @throws UnderstudyError APP-ARCHIVE, APP-ARCHIVE-QVF
 */
export const extractArchive = async (archive: string, folder: string, limits: Origin): Promise<void> => {
  await refuseOtherFormats(archive)
  const zip = await openZip(archive)
  try {
    const entries = limits === 'packed by us' ? await allEntries(zip) : await readEntries(zip)
    const prefix = prefixOf(entries)
    let left = limits === 'packed by us' ? Number.POSITIVE_INFINITY : limits.bytes
    for (const entry of entries) {
      const path = entry.fileName.slice(prefix.length)
      if (!entry.fileName.startsWith(prefix) || entry.fileName.endsWith('/') || !isOwnFile(path)) continue
      if (entry.isEncrypted() || !entry.canDecodeFileData()) throw refuse(`"${path}" is encrypted or packed unusually.`)
      left -= await extractFile(zip, entry, join(folder, path), left)
    }
  } finally {
    zip.close()
  }
}

/** A .qvf begins otherwise, and holds a proprietary format that nobody else reads. */
const refuseOtherFormats = async (archive: string): Promise<void> => {
  const handle = await open(archive, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close())
  const start = buffer.subarray(0, bytesRead).toString('latin1')
  if (start.startsWith('PK')) return
  if (bytesRead === 0) throw refuse('The body is empty.')
  if (start.startsWith('\x1f\x8b') || /^[\w.-]{4}$/.test(start)) throw refuse('The body is no ZIP archive.')
  throw new UnderstudyError('APP-ARCHIVE-QVF', 'The body is no ZIP archive; it may be a .qvf or .qvw file.')
}

const openZip = (archive: string): Promise<ZipFile> =>
  openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true }).catch(
    (cause: unknown) => {
      throw refuse('The ZIP archive cannot be read.', cause)
    },
  )

/** The library refuses paths that lead elsewhere. */
const allEntries = async (zip: ZipFile): Promise<Entry[]> => {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  return entries
}

const readEntries = async (zip: ZipFile): Promise<Entry[]> => {
  if (zip.entryCount > mostEntries) throw refuse(`The archive has more than ${mostEntries} entries.`)
  const entries: Entry[] = []
  const seen = new Set<string>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length === mostEntries) throw refuse(`The archive has more than ${mostEntries} entries.`)
      assertPlain(entry)
      const folded = entry.fileName.normalize('NFC').toLowerCase()
      if (seen.has(folded)) throw refuse(`"${entry.fileName}" occurs twice.`)
      seen.add(folded)
      entries.push(entry)
    }
  } catch (error) {
    throw error instanceof UnderstudyError ? error : refuse('The ZIP archive cannot be read.', error)
  }
  return entries
}

/** Unix file types, as Info-ZIP keeps them in the upper half of the attributes. */
const [typeMask, regularFile, directory] = [0o170000, 0o100000, 0o040000]

/** The library refuses absolute paths, `..` and backslashes; this is what it takes and a file system minds. */
const assertPlain = ({ fileName, externalFileAttributes }: Entry): void => {
  const type = (externalFileAttributes >>> 16) & typeMask
  if (type !== 0 && type !== regularFile && type !== directory) throw refuse(`"${fileName}" is a link or a device.`)
  const names = fileName.replace(/\/$/, '').split('/')
  const plain = names.every((name) => name !== '' && name !== '.' && name !== '..' && name.length <= 255)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!plain || names.length > deepestPath || fileName.length > longestPath || /[\x00-\x1f\x7f\\:]/.test(fileName))
    throw refuse(`"${fileName.slice(0, 128)}" is no path within an app folder.`)
}

/** The folder at the top that everything is in, where it is not the app folder itself that was packed. */
const prefixOf = (entries: readonly Entry[]): string => {
  const manifests = entries.map(({ fileName }) => fileName).filter((name) => /^([^/]+\/)?app\.json$/.test(name))
  const shortest = manifests.toSorted((one, other) => one.length - other.length)[0]
  if (shortest === undefined) throw refuse('There is no app.json at the top of the archive, or in one folder there.')
  return shortest.slice(0, -'app.json'.length)
}

const extractFile = async (zip: ZipFile, entry: Entry, path: string, left: number): Promise<number> => {
  let size = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > left) throw refuse('The archive unpacks to more than an app may have.')
      yield chunk
    }
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const stream = await zip.openReadStreamPromise(entry)
    await pipeline(stream, counted, createWriteStream(path, { mode: 0o600, flags: 'wx' }))
  } catch (error) {
    throw error instanceof UnderstudyError ? error : refuse(`"${entry.fileName}" cannot be unpacked.`, error)
  }
  return size
}
