import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionHost, WantedExport } from '../../rpc/session-data.js'
import { noHost } from './wired-client.js'

/** A tenant that gives places for exported files, and addresses that are their names. */
export const openExports = async (mostBytes = 10_000_000) => {
  const folder = await mkdtemp(join(tmpdir(), 'exports-'))
  const wanted: WantedExport[] = []
  const ends: [id: string, written: boolean][] = []
  const host: SessionHost = {
    ...noHost,
    beginExport: async (asked) => {
      const id = String(wanted.push(asked))
      return { id, path: join(folder, id), mostBytes }
    },
    endExport: async (id, written) => {
      ends.push([id, written])
      return written ? `/tempcontent/${id}` : null
    },
  }
  return {
    host,
    wanted,
    ends,
    file: (url: string): string => join(folder, url.slice('/tempcontent/'.length)),
    text: (url: string): Promise<string> => readFile(join(folder, url.slice('/tempcontent/'.length)), 'utf8'),
    files: (): Promise<string[]> => readdir(folder),
    close: () => rm(folder, { recursive: true }),
  }
}
