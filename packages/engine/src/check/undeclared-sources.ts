import { didYouMean } from '@understudy/contract'

/** The schema from which `data.sql` reads sources that are tables. It is no part of the model. */
export const sourceSchema = 'sources'

const variable = /\bgetvariable\s*\(\s*'([^']*)'\s*\)/gi
const table = new RegExp(`(?<![\\w".])"?${sourceSchema}"?\\."?([A-Za-z_]\\w*)"?`, 'gi')
const setting = /\bSET\s+VARIABLE\s+"?([A-Za-z_]\w*)"?/gi
const creating = new RegExp(`\\bCREATE\\s+SCHEMA\\b[^;]*\\b${sourceSchema}\\b`, 'i')
const comment = /--[^\n]*|\/\*[\s\S]*?\*\//g

/** A place where a script reads a source that nothing declares. */
export interface UndeclaredSource {
  /** Characters from the beginning of the script. */
  readonly at: number
  /** One sentence with the nearest name that there is. */
  readonly problem: string
}

/**
 * Finds sources that a script reads, by variable or as a table, and `app.json` does not declare. Variables that nobody
 * set are NULL, and the database speaks of that where it fails at all.
 *
 * @param declared names of the declared sources
 */
export const undeclaredSources = (script: string, declared: readonly string[]): readonly UndeclaredSource[] => {
  // Comments are blanked rather than cut, so that positions stay.
  const code = script.replace(comment, (text) => text.replace(/[^\n]/g, ' '))
  const set = [...code.matchAll(setting)].map(([, name = '']) => name)
  // DuckDB finds variables and tables whatever the case of their letters.
  const known = new Set(declared.map((name) => name.toLowerCase()))
  const variables = new Set([...known, ...set.map((name) => name.toLowerCase())])
  const unknown = (pattern: RegExp, names: ReadonlySet<string>): readonly UndeclaredSource[] =>
    [...code.matchAll(pattern)].flatMap(({ index, 1: name = '' }) =>
      names.has(name.toLowerCase())
        ? []
        : [{ at: index, problem: `app.json declares no source "${name}".${didYouMean(name, declared)}` }],
    )
  return [...unknown(variable, variables), ...(creating.test(code) ? [] : unknown(table, known))]
}
