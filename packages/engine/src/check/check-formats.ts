import { formatsFile, readFormatsFile } from './app-formats-file.js'
import type { Finding } from './finding.js'
import { positionAt } from './json-place.js'
import { loadScriptGuide } from './load-script.js'

/** Names what of a load script in an app folder has no effect: all but the SET statements of formats. */
export const checkFormats = async (folder: string): Promise<readonly Finding[]> => {
  const { text, problems } = await readFormatsFile(folder)
  return problems.map(({ at, problem, statement }) => ({
    file: formatsFile,
    ...positionAt(text, at),
    problem: statement ? `${problem} Write it as DuckDB SQL in data.sql, see ${loadScriptGuide}.` : problem,
  }))
}
