import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL server that lives for one test file. */
export interface PostgresCluster {
  /** Makes an empty database; returns its `postgres://` URL. */
  readonly createDatabase: () => Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * Starts a throwaway cluster from the installed PostgreSQL, as user `postgres` when the tests run as root (the server
 * refuses root).
 *
 * @throws with what to install, when there is no PostgreSQL: tests that need it fail, they are never left out
 */
export const startPostgres = async (): Promise<PostgresCluster> => {
  const binaries = findBinaries()
  const root = process.getuid?.() === 0
  const folder = mkdtempSync(join(tmpdir(), 'understudy-postgres-'))
  const owner = root ? { uid: userId('-u'), gid: userId('-g') } : {}
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'understudy', '--auth', 'trust', '--no-sync'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  })

  const port = await freePort()
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'],
    { ...owner, cwd: folder, stdio: 'ignore' },
  )
  const url = (database: string): string => `postgres://understudy@127.0.0.1:${port}/${database}`
  await answers(url('postgres'))

  let count = 0
  return {
    createDatabase: async () => {
      const name = `test_${++count}`
      await ask(url('postgres'), `create database ${name}`)
      return url(name)
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const findBinaries = (): string => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (found !== undefined) return found
  throw new Error(
    'These tests need PostgreSQL: install the server (Debian: `apt-get install postgresql`), or put the folder of `initdb` and `postgres` into PATH.',
  )
}

const userId = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, 'postgres']).toString())

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const ask = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

const answers = async (url: string): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(url, 'select 1')
    } catch (error) {
      if (attempt === 200) throw error
      await delay(50)
    }
  }
}
