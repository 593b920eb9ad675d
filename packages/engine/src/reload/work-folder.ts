import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const prefix = 'reload-'

/**
 * Makes the folder in which one reload works, on the file system of the snapshots, and removes what crashed reloads left.
 *
 * @param timeLimitMs time after which a reload cannot be running any more
 */
export const makeWorkFolder = async (snapshotDir: string, timeLimitMs: number): Promise<string> => {
  await mkdir(snapshotDir, { recursive: true })
  const oldest = Date.now() - timeLimitMs
  for (const name of (await readdir(snapshotDir)).filter((entry) => entry.startsWith(prefix))) {
    const path = join(snapshotDir, name)
    const changed = await stat(path).then(
      (entry) => entry.mtimeMs,
      () => oldest,
    )
    if (changed < oldest) await rm(path, { recursive: true, force: true })
  }
  return mkdtemp(join(snapshotDir, prefix))
}
