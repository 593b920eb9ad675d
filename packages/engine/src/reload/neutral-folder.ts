import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { ReadableSources } from './data-sources.js'

/** What a script reads, under paths that tell nothing of where apps and data lie. */
export interface NeutralFolder {
  readonly path: string
  readonly sources: ReadableSources
  readonly remove: () => Promise<void>
}

/**
 * Gives the files that a script may read other paths, in a folder of links: the names of files get into data, by
 * `filename`, `glob` and the variables of declared sources, and apps are also made by users who are to know nothing of
 * the machine.
 */
export const makeNeutralFolder = async (sources: ReadableSources): Promise<NeutralFolder> => {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'understudy-')))
  const dataFolder = join(path, 'data')
  await symlink(sources.dataFolder, dataFolder)
  const declared = new Map<string, string>()
  for (const [name, file] of sources.declared) {
    // The name of the file stays: readers go by its ending.
    const link = join(path, 'sources', name, basename(file))
    await mkdir(join(path, 'sources', name), { recursive: true })
    await symlink(file, link)
    declared.set(name, link)
  }
  return {
    path,
    sources: { ...sources, folder: path, dataFolder, declared },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}
