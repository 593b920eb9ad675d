import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDocumentedFiles } from './documented-files.js'

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** The files of one or more pages, in a folder where the packages they import are found. */
export interface DocumentedScripts {
  /** Runs a file (`.mjs` by Node, `.sh` by a shell that finds our commands); returns what it prints, trimmed. */
  readonly run: (file: string, env: Readonly<Record<string, string>>) => string
  readonly remove: () => void
}

/** Writes the files that pages of the documentation show. */
export const documentedScripts = (...pages: readonly string[]): DocumentedScripts => {
  const folder = mkdtempSync(join(modules, '.documented-'))
  for (const page of pages) writeDocumentedFiles(page, folder)
  const path = [join(modules, '.bin'), process.env.PATH].join(delimiter)
  return {
    run: (file, env) => {
      const program = file.endsWith('.sh') ? 'sh' : process.execPath
      const options = { cwd: folder, env: { ...process.env, PATH: path, ...env }, encoding: 'utf8' } as const
      return execFileSync(program, [file], options).trim()
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
