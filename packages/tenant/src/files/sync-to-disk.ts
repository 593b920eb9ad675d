import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Makes a file, or the names in a folder, outlive a power failure. */
export const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The same for a folder with all that is in it. */
export const syncTree = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    // A link lives in its folder, and may lead nowhere.
    if (entry.isSymbolicLink()) continue
    const path = join(folder, entry.name)
    await (entry.isDirectory() ? syncTree(path) : syncToDisk(path))
  }
  await syncToDisk(folder)
}
