import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { expect, it, vi } from 'vitest'
import { installedPostgres, startPostgres } from './postgres-server.js'

const dataFolderOf = async (connectionString: string): Promise<string> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory ?? ''
  } finally {
    await client.end()
  }
}

it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  'leaves neither a process nor data after %s, which a terminal sends to all',
  async (signal) => {
    const postgres = await startPostgres(installedPostgres() ?? '')
    const data = await dataFolderOf(await postgres.createDatabase())
    const server = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    const shell = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(server)], { encoding: 'utf8' }))
    expect(shell).not.toBe(process.pid)
    for (const each of [server, shell, shell]) process.kill(each, signal)
    await vi.waitFor(() => expect(existsSync(dirname(data))).toBe(false), 20_000)
    for (const each of [server, shell]) await vi.waitFor(() => expect(() => process.kill(each, 0)).toThrow('ESRCH'))
    await postgres.stop()
  },
)
