import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { exportFileTypes } from '@understudy/engine'
import type { LoggedQuery } from './read-query-log.js'

/** The columns of the file, in order. */
const columns = [
  'time',
  'userId',
  'clientId',
  'origin',
  'appId',
  'objectId',
  'method',
  'outcome',
  'snapshot',
  'reduction',
  'rows',
  'ms',
  'share',
] as const satisfies readonly (keyof LoggedQuery)[]

/**
 * Writes records to a Parquet file, which is whole or not there.
 *
 * @param target path of a file that does not exist
 * @returns how many
 * @throws UnderstudyError `CLI-USAGE` where the file exists, or has nowhere to be
 */
export const exportQueryLog = async (
  records: AsyncIterable<readonly LoggedQuery[]>,
  target: string,
): Promise<number> => {
  const path = resolve(target)
  if (existsSync(path)) throw new UnderstudyError('CLI-USAGE', `${path} exists, and nothing is overwritten.`)
  const growing = `${path}.partial`
  let count = 0
  const slices = async function* () {
    for await (const part of records) {
      count += part.length
      yield part.map((record) => columns.map((column) => cellOf(record[column])))
    }
  }
  const table = { columns: columns.map((title) => ({ title })), slices: slices() }
  try {
    await exportFileTypes.PARQUET.write(table, {
      path: growing,
      mostBytes: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
    })
    await rename(growing, path)
    return count
  } catch (error) {
    await rm(growing, { force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new UnderstudyError('CLI-USAGE', `The folder of ${path} does not exist.`)
  }
}

const cellOf = (value: string | number | null) => ({ value, shown: value === null ? '' : String(value) })
