import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Paths of the files below a folder, with `/` between names, in order. Links lead nowhere here. */
export const filesOfFolder = async (folder: string, below = ''): Promise<string[]> => {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const paths = await Promise.all(
    entries.map(async (entry): Promise<string[]> => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOfFolder(folder, path)
      return entry.isFile() ? [path] : []
    }),
  )
  return paths.flat().sort()
}
