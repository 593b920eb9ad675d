import { existsSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { didYouMean, UnderstudyError } from '@understudy/contract'
import type { AppDefinition, AppSource, DeclaredSource } from '@understudy/engine'
import { querySource } from './connections/open-query.js'

/** Where sources outside the app folder may come from. */
export interface SourcePlaces {
  /** Whether files of installed packages are read: of apps in the operator's folders only. */
  readonly packages: boolean
  /** URLs of databases by the name of the connection: of apps in the operator's folders only. */
  readonly connections: ReadonlyMap<string, string>
  /** Files of the app's space by name. */
  readonly spaceFiles: ReadonlyMap<string, string>
}

const operatorsPlaces: SourcePlaces = { packages: true, connections: new Map(), spaceFiles: new Map() }

const isInside = (folder: string, path: string): boolean => path === folder || path.startsWith(folder + sep)

const dataFile = (folder: string, source: string): string => {
  const file = resolve(folder, source)
  if (!isInside(join(folder, 'data'), file)) throw new UnderstudyError('APP-SOURCE', `"${source}" is not below data/.`)
  return file
}

const packageName = /^(@[\w.-]+\/)?[\w.-]+/

/** Looks for the package beside the app folder and in every folder above, as Node does. */
const packageFile = (folder: string, source: string): string => {
  const name = packageName.exec(source)?.[0]
  if (name === undefined) throw new UnderstudyError('APP-SOURCE', `"npm:${source}" names no package.`)
  for (let at = folder; ; at = dirname(at)) {
    const home = join(at, 'node_modules', name)
    if (existsSync(home)) {
      const file = resolve(at, 'node_modules', source)
      if (!isInside(home, file)) throw new UnderstudyError('APP-SOURCE', `"npm:${source}" leads out of its package.`)
      return file
    }
    if (dirname(at) === at) throw new UnderstudyError('APP-SOURCE', `The package of "npm:${source}" is not installed.`)
  }
}

/** A prefix before a colon says where a source comes from; without one it is a file of the app. */
const sourceFile = (folder: string, source: string, { packages, spaceFiles }: SourcePlaces): string => {
  if (source.startsWith('npm:')) {
    if (packages) return packageFile(folder, source.slice(4))
    throw new UnderstudyError('APP-SOURCE', `"${source}": only apps in folders of the operator read packages.`)
  }
  if (!source.startsWith(spacePrefix)) return dataFile(folder, source)
  const file = spaceFiles.get(source.slice(spacePrefix.length).toLowerCase())
  if (file === undefined) throw new UnderstudyError('APP-SOURCE', `The space of the app has no file of "${source}".`)
  return file
}

const spacePrefix = 'space:'

/** The file of a source, relative to where it comes from; `undefined` for a query. */
export const fileOf = (source: AppSource): string | undefined => {
  if (typeof source === 'string') return source
  return 'file' in source ? source.file : undefined
}

/** Whether an app reads files of its space. */
export const readsSpaceFiles = ({ sources }: Pick<AppDefinition, 'sources'>): boolean =>
  Object.values(sources).some((source) => fileOf(source)?.startsWith(spacePrefix))

/** What only apps in folders of the operator read: files of packages, and databases. */
export const operatorsSource = ({ sources }: Pick<AppDefinition, 'sources'>): string | undefined =>
  Object.values(sources)
    .map(describeSource)
    .find((source) => /^(npm|connection):/.test(source))

/** How messages and the lineage name a source. */
export const describeSource = (source: AppSource): string =>
  typeof source === 'object' && 'connection' in source ? `connection:${source.connection}` : (fileOf(source) ?? '')

/**
 * Turns the declared sources of an app into files and queries.
 *
 * @param folder absolute path of the app folder
 * @param places by default those of an app in a folder of the operator, without files of its space and databases
 * @returns sources by name
 * @throws UnderstudyError `APP-SOURCE` naming the source that is missing or not allowed
 */
export const resolveSources = (
  folder: string,
  { sources }: Pick<AppDefinition, 'sources'>,
  places: SourcePlaces = operatorsPlaces,
): Record<string, DeclaredSource> =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      if (typeof source === 'object' && 'connection' in source) return [name, queryOf(name, source, places)]
      const file = existingFile(folder, typeof source === 'string' ? source : source.file, places)
      return [name, typeof source === 'string' ? file : { file, sheet: source.sheet }]
    }),
  )

const existingFile = (folder: string, source: string, places: SourcePlaces): string => {
  const file = sourceFile(folder, source, places)
  if (!existsSync(file)) throw new UnderstudyError('APP-SOURCE', `The file of "${source}" does not exist.`)
  return file
}

const queryOf = (
  name: string,
  { connection, query }: { readonly connection: string; readonly query: string },
  { packages, connections }: SourcePlaces,
): DeclaredSource => {
  if (!packages)
    throw new UnderstudyError('APP-SOURCE', `"${name}": only apps in folders of the operator read databases.`)
  const url = connections.get(connection)
  if (url !== undefined) return { open: querySource(name, url, query) }
  throw new UnderstudyError(
    'APP-SOURCE',
    `"${name}": the tenant has no connection "${connection}".${didYouMean(connection, [...connections.keys()])}`,
  )
}
