import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { defaultFormats } from '../format/app-formats.js'
import { readSetStatements, type ScriptFormats } from '../format/set-statements.js'

/** The file of an app folder whose SET statements are its formats: the load script that other engines run. */
export const formatsFile = 'script.qvs'

/** Characters of the file. */
const maxLength = 1_000_000

/** The file with what it says; an app without one has the formats of one that states none. */
export interface FormatsFile extends ScriptFormats {
  readonly text: string
}

/**
 * Reads the formats of an app from its folder.
 *
 * @throws UnderstudyError ENGINE-RELOAD-FOLDER where the file is longer than anybody writes one, or cannot be read
 */
export const readFormatsFile = async (folder: string): Promise<FormatsFile> => {
  const text = await readFile(join(folder, formatsFile), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `${formatsFile} cannot be read`, { cause: error })
  })
  if (text === undefined) return { text: '', formats: defaultFormats, derived: [], problems: [] }
  if (text.length > maxLength)
    throw new UnderstudyError('ENGINE-RELOAD-FOLDER', `${formatsFile} has more than ${maxLength} characters`)
  return { text, ...readSetStatements(text) }
}
