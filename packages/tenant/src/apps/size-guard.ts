import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'

/** What stops a script that makes too much. */
export interface SizeGuard {
  readonly signal: AbortSignal
  readonly end: () => void
}

/** How often the size is looked at, in ms. */
const interval = 200

const bytesIn = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = entries.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/**
 * Watches what a script writes: its signal aborts when the folder has grown by more than a script may make.
 *
 * @param most bytes beside those that are there already
 * @param signal aborts the signal of the guard too
 */
export const guardSize = async (folder: string, most: number, signal?: AbortSignal): Promise<SizeGuard> => {
  const before = await bytesIn(folder)
  const tooLarge = new AbortController()
  const looks = setInterval(async () => {
    if ((await bytesIn(folder)) - before > most)
      tooLarge.abort(new UnderstudyError('ENGINE-RELOAD-SIZE', `A script may make at most ${most} bytes.`))
  }, interval)
  return {
    signal: signal === undefined ? tooLarge.signal : AbortSignal.any([signal, tooLarge.signal]),
    end: () => clearInterval(looks),
  }
}
