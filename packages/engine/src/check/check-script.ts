import type { AppFiles } from './app-files.js'
import type { Finding } from './finding.js'
import { memberOf, membersOf, positionAt } from './json-place.js'
import { undeclaredSources } from './undeclared-sources.js'

/** Finds sources that `data.sql` reads and `app.json` does not declare. */
export const checkScript = ({ script, manifest }: AppFiles): readonly Finding[] => {
  const declared = membersOf(memberOf(manifest, 'sources')).map(({ name }) => name)
  return undeclaredSources(script, declared).map(({ at, problem }) => ({
    file: 'data.sql',
    ...positionAt(script, at),
    problem,
  }))
}
