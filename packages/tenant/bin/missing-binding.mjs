/** The packages with compiled code, by what their failures name. */
const packages = [
  { named: /@duckdb\/node-bindings/, title: 'DuckDB' },
  { named: /@libsql\/|[\\/]libsql[\\/]/, title: 'libSQL' },
  { named: /@node-rs[\\/]argon2/, title: 'argon2' },
]

const failed =
  /Cannot find module|Cannot find native binding|Failed to load native binding|ERR_DLOPEN_FAILED|invalid ELF|dlopen/

/**
 * What to do when a package's compiled code is not there for this machine.
 *
 * @param {unknown} error thrown by an import
 * @returns {string | undefined} one sentence for a person; undefined for any other failure
 */
export const missingBinding = (error) => {
  const text = error instanceof Error ? `${error.code} ${error.message} ${error.stack}` : ''
  const missing = failed.test(text) ? packages.find(({ named }) => named.test(text)) : undefined
  if (missing === undefined) return undefined
  const machine = `${process.platform}-${process.arch}`
  return `${missing.title} is not installed for this machine (${machine}): run \`npm ci --include=optional\` on it, since a node_modules made on another machine does not fit; Linux and macOS on x64 and arm64 are supported.`
}
