import { didYouMean } from '@understudy/contract'
import type { AppFiles } from './app-files.js'
import type { Finding } from './finding.js'
import { memberOf, membersOf, positionAt } from './json-place.js'

const reading = /\bgetvariable\s*\(\s*'([^']*)'\s*\)/gi
const setting = /\bSET\s+VARIABLE\s+"?([A-Za-z_]\w*)"?/gi
const comment = /--[^\n]*|\/\*[\s\S]*?\*\//g

/**
 * Finds sources that `data.sql` reads and `app.json` does not declare. Their variables are NULL, and the database speaks of
 * that where it fails at all.
 */
export const checkScript = ({ script, manifest }: AppFiles): readonly Finding[] => {
  // Comments are blanked rather than cut, so that positions stay.
  const code = script.replace(comment, (text) => text.replace(/[^\n]/g, ' '))
  const declared = membersOf(memberOf(manifest, 'sources')).map(({ name }) => name)
  const set = [...code.matchAll(setting)].map(([, name = '']) => name)
  // DuckDB finds variables whatever the case of their letters.
  const known = new Set([...declared, ...set].map((name) => name.toLowerCase()))
  return [...code.matchAll(reading)].flatMap(({ index, 1: name = '' }) =>
    known.has(name.toLowerCase())
      ? []
      : [
          {
            file: 'data.sql',
            ...positionAt(script, index),
            problem: `app.json declares no source "${name}".${didYouMean(name, declared)}`,
          },
        ],
  )
}
