import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The release of `@qlik/api` whose internal chunks this build knows. */
const pinnedVersion = '2.19.0'

/** The exports that the runtime needs of each chunk. */
const neededExports = {
  auth: ['registerAuthModule', 'registerHostConfig', 'setDefaultHostConfig', 'logout', 'getAccessToken'],
  qix: ['openAppSession', 'addInitialAppAction', 'onWebSocketEvent'],
  'invoke-fetch': ['invokeFetch', 'clearApiCache'],
}

/**
 * Finds the chunks of `@qlik/api` that hold its implementation. In browsers the package asks the tenant for that
 * implementation; the files it uses in Node work there too, but are not among its exports and carry hashes in their
 * names. Their names are read from the one file that imports them.
 *
 * @param {string} from a file of the package whose dependency is meant
 * @returns {Record<'auth' | 'qix' | 'invoke-fetch', string>} absolute paths
 * @throws {Error} when the installed release is not the pinned one, or is built differently
 */
export function findQlikApiChunks(from) {
  const folder = dirname(createRequire(from).resolve('@qlik/api/auth'))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (version !== pinnedVersion) {
    throw new Error(`@qlik/api ${version} is installed, but the build knows the chunks of ${pinnedVersion} only`)
  }

  const chunks = join(folder, 'chunks')
  const registries = readdirSync(chunks).filter((name) => /^public-runtime-modules-.*\.js$/.test(name))
  if (registries.length !== 1) throw new Error(`@qlik/api: expected one public-runtime-modules chunk in ${chunks}`)
  const registry = readFileSync(join(chunks, registries[0]), 'utf8')

  return Object.fromEntries(
    Object.entries(neededExports).map(([module, names]) => {
      const file = registry.match(new RegExp(`if \\(isNode\\) return import\\("\\./(${module}-[^"]+\\.js)"\\)`))?.[1]
      if (file === undefined) throw new Error(`@qlik/api: ${registries[0]} does not import the chunk of ${module}`)
      const source = readFileSync(join(chunks, file), 'utf8')
      const exported = source.slice(source.lastIndexOf('export {'))
      const missing = names.filter((name) => !new RegExp(`\\b${name}\\b`).test(exported))
      if (missing.length > 0) throw new Error(`@qlik/api: ${file} does not export ${missing.join(', ')}`)
      return [module, join(chunks, file)]
    }),
  )
}
