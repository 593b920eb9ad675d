import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const docs = fileURLToPath(new URL('../../../docs', import.meta.url))

/**
 * Writes the files that a page of the documentation shows, those whose code fence says `file=<path>`.
 *
 * @param replacements what the page tells its reader to fill in, by placeholder
 */
export const writeDocumentedFiles = (
  page: string,
  folder: string,
  replacements: Readonly<Record<string, string>> = {},
): void => {
  const text = readFileSync(join(docs, page), 'utf8')
  for (const [, path = '', code = ''] of text.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(
      file,
      Object.entries(replacements).reduce((filled, [name, value]) => filled.replace(`"${name}"`, `"${value}"`), code),
    )
  }
}
