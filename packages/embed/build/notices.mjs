import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const licenceFile = /^(licen[cs]e|copying|notice)/i
const separator = '\n\n---\n\n'

/**
 * Renders the notices that the licences of bundled packages ask for: of each package its name, release, licence and the
 * texts that it comes with. What a package was itself published with, within its files, no bundler can tell apart: notices
 * of that are the package's to give.
 *
 * @param {Iterable<string>} moduleIds paths of all bundled modules, as the bundler names them
 * @returns {Promise<string>} sorted by package
 * @throws {Error} when a package neither names its licence nor comes with one
 */
export async function renderNotices(moduleIds) {
  const folders = new Set([...moduleIds].flatMap((id) => packageFolder(id) ?? []))
  const notices = await Promise.all([...folders].map(noticeOf))
  return `Third-party software in this folder\n${separator}${[...new Set(notices)].sort().join(separator)}\n`
}

/** Folder of the installed package that a module is from; undefined for our own and the bundler's modules. */
function packageFolder(id) {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  if (license === undefined && texts.length === 0) throw new Error(`${name} is bundled, but its licence is unknown`)
  return [`${name} ${version}, licence: ${license ?? 'see below'}`, ...texts.map((text) => text.trim())].join('\n\n')
}
