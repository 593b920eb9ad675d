import type { DerivedField } from '../format/derived-fields.js'
import type { ScriptProblem } from '../format/set-statements.js'
import type { DataModel } from '../model/data-model.js'
import { formatsFile, readFormatsFile } from './app-formats-file.js'
import type { Finding } from './finding.js'
import { positionAt } from './json-place.js'
import { loadScriptGuide } from './load-script.js'

/**
 * Names what of a load script in an app folder has no effect: all but the SET statements of formats, and the fields that are
 * derived from dates.
 *
 * @param model of the data; without it, nobody knows which fields are dates
 */
export const checkFormats = async (folder: string, model: DataModel | undefined): Promise<readonly Finding[]> => {
  const { text, problems, derived } = await readFormatsFile(folder)
  const all = [...problems, ...(model === undefined ? [] : derivingProblems(derived, model))]
  return all.map(({ at, problem, statement }) => ({
    file: formatsFile,
    ...positionAt(text, at),
    problem: statement ? `${problem} Write it as DuckDB SQL in data.sql, see ${loadScriptGuide}.` : problem,
  }))
}

/** What keeps fields from being derived as they are declared, once for each field that others are to be made from. */
const derivingProblems = (derived: readonly DerivedField[], model: DataModel): readonly ScriptProblem[] => {
  const sources = new Map(derived.map((field) => [`${field.from}.${field.definition}`, field]))
  return [...sources.values()].flatMap(({ from, definition, at }) => {
    const problem = derivingProblem(from, model)
    return problem === undefined ? [] : [{ at, problem: `[${definition}] of [${from}]: ${problem}` }]
  })
}

const derivingProblem = (name: string, { fields, tables }: DataModel): string | undefined => {
  const field = fields.find((one) => one.name === name)
  if (field === undefined) return 'There is no such field; nothing is made.'
  if (field.kind !== 'date' && field.kind !== 'timestamp')
    return 'It holds no dates (a DATE or TIMESTAMP of data.sql); nothing is made.'
  if (field.tables.length === 1) return undefined
  const holders = field.tables.map((id) => `[${tables[id]?.name}]`)
  return `Several tables have it, ${holders.join(', ')}: its fields are in ${holders[0]}, and rows of the others have them by their association with that.`
}
