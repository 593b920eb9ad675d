import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from './finding.js'
import { foundAt, memberOf, type Place, readPlace } from './json-place.js'

/**
 * A finding about a member of a JSON file of an app folder, with its place where there is one.
 *
 * @param path names of the members that lead to it
 */
export const findingAt = async (
  folder: string,
  file: string,
  path: readonly string[],
  problem: string,
): Promise<Finding> => {
  const text = await readFile(join(folder, file), 'utf8').catch(() => '')
  const root = readPlace(file, text)
  const place = 'problem' in root ? undefined : path.reduce<Place | undefined>(memberOf, root)
  return place === undefined ? { file, problem } : foundAt(place, problem)
}
