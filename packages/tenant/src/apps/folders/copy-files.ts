import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import type { AppDefinition, AppSource } from '@understudy/engine'
import { fileOf, resolveSources, type SourcePlaces } from '../app-sources.js'
import { ownFilesOf } from './own-files.js'
import { replaceFile } from './replace-file.js'

/** What is copied of an app, and where the files that it reads are. */
export interface CopyOptions {
  readonly definition: AppDefinition
  readonly places: SourcePlaces
  /** Whether its data comes along, and the script that loads it; else the objects only. */
  readonly withData: boolean
}

/**
 * Copies an app into a folder that needs nothing around it: files of packages and of the space that it reads become files
 * of its own.
 *
 * @throws UnderstudyError APP-SOURCE
 */
export const copyAppFiles = async (from: string, to: string, options: CopyOptions): Promise<void> => {
  const { definition, places, withData } = options
  const isData = (path: string): boolean => path === 'data.sql' || path.startsWith('data/')
  for (const path of await ownFilesOf(from)) {
    if (withData || !isData(path)) await copyInto(join(from, path), join(to, path))
  }
  const sources: Record<string, AppSource> = {}
  for (const [name, source] of withData ? Object.entries(resolveSources(from, definition, places)) : []) {
    if (typeof source === 'object' && 'open' in source) throw readsDatabase(name)
    const file = typeof source === 'string' ? source : source.file
    const path = relative(from, file).split(sep).join('/')
    const own = path.startsWith('data/')
    const declared = fileOf(definition.sources[name] ?? file) ?? file
    const copied = own ? path : `data/sources/${name}/${basename(declared.replace(/^[a-z]+:/, ''))}`
    if (!own) await copyInto(file, join(to, copied))
    sources[name] = typeof source === 'string' ? copied : { file: copied, sheet: source.sheet }
  }
  if (!withData) await replaceFile(join(to, 'data.sql'), '')
  await changeManifest(to, { sources })
}

/** Rows of a database are no file, and apps that users make read no databases. */
const readsDatabase = (name: string): UnderstudyError =>
  new UnderstudyError(
    'APP-SOURCE',
    `"${name}": the data of an app that reads a database cannot be copied. Leave the data out.`,
  )

/** Changes members of `app.json` in a folder that is being made. */
export const changeManifest = (folder: string, changes: Readonly<Record<string, unknown>>): Promise<void> =>
  changeJson(folder, 'app.json', changes)

/** The same for any file that holds a JSON object; it is made where it is missing. */
export const changeJson = async (
  folder: string,
  file: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const path = join(folder, file)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  await replaceFile(path, `${JSON.stringify({ ...(JSON.parse(text) as object), ...changes }, null, 2)}\n`)
}

const copyInto = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await copyFile(from, to)
}
