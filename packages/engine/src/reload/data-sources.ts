import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, resolve } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { readExcel } from './files/read-excel.js'
import { readQvd } from './files/read-qvd.js'
import type { OpenSource } from './tables/source-table.js'

/** A source as whoever reloads gives it: a file by its absolute path, a sheet of a workbook, or rows. */
export type DeclaredSource = string | { readonly file: string; readonly sheet: string } | { readonly open: OpenSource }

/** Everything that a data script may read, and the script. All paths are absolute and free of symbolic links. */
export interface ReadableSources {
  readonly script: string
  readonly folder: string
  readonly dataFolder: string
  /** Variable name -> file. */
  readonly declared: ReadonlyMap<string, string>
  /** Name of a table in the schema `sources` -> its rows. */
  readonly tables: ReadonlyMap<string, OpenSource>
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Resolves what the app may read, and refuses links that lead out of its data folder: DuckDB compares path texts and
 * would follow them.
 *
 * @param ownScript runs in place of the folder's data.sql
 * @throws UnderstudyError ENGINE-RELOAD-FOLDER
 */
export const resolveSources = async (
  appFolder: string,
  sources: Readonly<Record<string, DeclaredSource>>,
  ownScript?: string,
): Promise<ReadableSources> => {
  const folder = await realpath(appFolder).catch((cause) => {
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', 'the app folder does not exist', { cause })
  })
  const script = ownScript ?? (await readScript(folder))
  const declared = new Map<string, string>()
  const tables = new Map<string, OpenSource>()
  for (const [name, source] of Object.entries(sources)) {
    assertPlain(name)
    if (typeof source === 'object' && 'open' in source) tables.set(name, source.open)
    else {
      const { file, sheet } = typeof source === 'string' ? { file: source, sheet: undefined } : source
      const path = await declaredFile(name, file)
      declared.set(name, path)
      const table = tableOf(name, path, sheet)
      if (table) tables.set(name, table)
    }
  }
  const dataFolder = join(folder, 'data')
  await assertInside(folder, dataFolder)
  return { script, folder, dataFolder, declared, tables }
}

/** Kinds of files that the database does not read, by their ending. */
const tableFiles: ReadonlyMap<string, (name: string, file: string, sheet?: string) => OpenSource> = new Map([
  ['.xlsx', readExcel],
  ['.qvd', readQvd],
])

const tableOf = (name: string, path: string, sheet: string | undefined): OpenSource | undefined => {
  const ending = extname(path).toLowerCase()
  if (sheet !== undefined && ending !== '.xlsx')
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `source '${name}' has a sheet, and is no .xlsx file`)
  return tableFiles.get(ending)?.(name, path, sheet)
}

const assertPlain = (name: string): void => {
  if (!variableName.test(name))
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `source name '${name}' is not a plain identifier`)
}

/** @throws UnderstudyError ENGINE-RELOAD-FOLDER */
export const readScript = (appFolder: string): Promise<string> =>
  readFile(join(appFolder, 'data.sql'), 'utf8').catch((cause) => {
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', 'data.sql cannot be read', { cause })
  })

const declaredFile = async (name: string, path: string): Promise<string> => {
  if (!isAbsolute(path)) throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `source '${name}' has no absolute path`)
  const file = await realpath(path).catch(() => undefined)
  if (file === undefined || !(await stat(file)).isFile()) {
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `source '${name}' is not an existing file`)
  }
  return file
}

const assertInside = async (folder: string, dataFolder: string): Promise<void> => {
  const entries = await readdir(dataFolder, { withFileTypes: true, recursive: true }).catch(() => [])
  const links = entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of [dataFolder, ...links]) {
    const target = await realpath(path).catch(() => (path === dataFolder ? dataFolder : resolve('/')))
    const fromFolder = relative(path === dataFolder ? folder : dataFolder, target)
    if (fromFolder.startsWith('..') || isAbsolute(fromFolder)) {
      throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `${relative(folder, path)} is a link that leads out of the app`)
    }
  }
}
