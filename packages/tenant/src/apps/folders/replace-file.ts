import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file of a folder that is being made. One that is shared with another folder is left as it is there. */
export const replaceFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rm(path, { force: true })
  await writeFile(path, content, { mode: 0o600 })
}
