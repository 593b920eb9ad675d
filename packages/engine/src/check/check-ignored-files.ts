import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from './finding.js'

/** What `qlik app unbuild` writes beside the files that are read here. */
const ignored = {
  'connections.yml': 'Connections are not opened: declare files and queries as sources in app.json.',
} as const

/** Names files of an app folder that look as if they loaded data, and do not. */
export const checkIgnoredFiles = async (folder: string): Promise<readonly Finding[]> => {
  const found = Object.entries(ignored).map(([file, problem]) =>
    access(join(folder, file)).then(
      () => [{ file, problem }],
      () => [],
    ),
  )
  return (await Promise.all(found)).flat()
}
