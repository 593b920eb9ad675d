import { existsSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import type { AppDefinition } from '@understudy/engine'

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

/**
 * Turns the declared sources of an app into files.
 *
 * @param folder absolute path of the app folder
 * @returns absolute paths by variable name
 * @throws UnderstudyError `APP-SOURCE` naming the source that is missing or not allowed
 */
export const resolveSources = (folder: string, { sources }: AppDefinition): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      const file = source.startsWith('npm:') ? packageFile(folder, source.slice(4)) : dataFile(folder, source)
      if (!existsSync(file)) throw new UnderstudyError('APP-SOURCE', `The file of "${source}" does not exist.`)
      return [name, file]
    }),
  )
