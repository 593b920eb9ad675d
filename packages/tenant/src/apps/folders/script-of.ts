import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The text of `data.sql` of an app folder; empty where there is none, as in an app without data. */
export const scriptOf = (folder: string): Promise<string> =>
  readFile(join(folder, 'data.sql'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
