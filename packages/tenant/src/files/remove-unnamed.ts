import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Milliseconds for which what no row names may be about to be named: longer than any request runs. */
const patience = 7_200_000

/**
 * Deletes what no row of the store names (any more): what a crash left, and what was replaced or deleted.
 *
 * @param folder of a tenant's files of one kind; may be missing
 * @param named names that rows have, read after the folder is listed, so that nothing new is taken for old
 */
export const removeUnnamed = async (
  folder: string,
  named: () => Promise<ReadonlySet<string>>,
  now: number,
): Promise<void> => {
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0) return
  const kept = await named()
  for (const name of names.filter((each) => !kept.has(each))) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
    if (now - mtimeMs > patience) await rm(path, { recursive: true, force: true })
  }
}
