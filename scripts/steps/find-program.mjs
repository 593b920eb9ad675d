import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that can be executed: a path, or a name that is looked up in PATH. */
export const findProgram = (candidates) => candidates.flatMap(places).find(isExecutable)

const places = (candidate) =>
  candidate.includes('/')
    ? [candidate]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, candidate))

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
