import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.js'

/** A PostgreSQL server of a test's own. */
export interface PostgresServer {
  /** Makes an empty database; returns its `postgres://` URL. */
  readonly createDatabase: () => Promise<string>
  /** Ends it for a while, with its data kept; connections break. */
  readonly pause: () => Promise<void>
  readonly resume: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Where Debian and the official packages put the programs of each version. */
const versionsFolder = '/usr/lib/postgresql'

/** The folder of PostgreSQL's programs; undefined when none is installed. */
export const installedPostgres = (): string | undefined => {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(versionsFolder, version, 'bin')),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/**
 * Runs a server until its input ends or a signal comes, then shuts it down fast, without waiting for clients. Where nobody
 * said that its data are to be kept, as this process is gone, they are deleted. Ctrl-C reaches the shell as well, which must
 * outlive the server; further signals end its waiting, not the server.
 */
const guarded = [
  'trap : INT TERM HUP',
  '"$0" "$@" & read -r kept',
  'while kill -INT $!; do wait $!; done 2>/dev/null',
  '[ -n "$kept" ] || rm -rf "$PWD"',
].join('\n')

/**
 * Starts a PostgreSQL server on a free port, with its data in a temporary folder. Always stop it.
 *
 * @param programs folder of `initdb` and `postgres`
 */
export const startPostgres = async (programs: string): Promise<PostgresServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-postgres-'))
  const account = unprivilegedAccount()
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const user = 'understudy'
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...account,
    cwd: folder,
    stdio: 'ignore',
  })
  const port = await freePort()
  const run = (): ChildProcess =>
    spawn(
      'sh',
      [
        ...['-c', guarded, join(programs, 'postgres'), '-D', data, '-k', folder, '-p', String(port)],
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=300'],
      ],
      { ...account, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
    )
  let server = run()
  const url = (database: string): string => `postgres://${user}@127.0.0.1:${port}/${database}`
  const pause = async (): Promise<void> => {
    if (server.exitCode !== null) return
    const exited = once(server, 'exit')
    server.stdin?.end('keep\n')
    await exited
  }
  const resume = async (): Promise<void> => {
    if (server.exitCode === null) return
    server = run()
    await untilAnswering(url('postgres'))
  }
  const stop = async (): Promise<void> => {
    await pause()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilAnswering(url('postgres'))
  } catch (error) {
    await stop()
    throw error
  }
  let databases = 0
  const createDatabase = async (): Promise<string> => {
    databases += 1
    const name = `test_${databases}`
    await execute(url('postgres'), `create database ${name}`)
    return url(name)
  }
  return { createDatabase, pause, resume, stop }
}

/** PostgreSQL refuses to run as root; a process of root lends it another account. */
const unprivilegedAccount = (): { uid: number; gid: number } | undefined => {
  if (userInfo().uid !== 0) return undefined
  const name = ['postgres', 'nobody'].find((each) => idOf('-u', each) !== undefined) ?? 'nobody'
  return { uid: idOf('-u', name) ?? 65_534, gid: idOf('-g', name) ?? 65_534 }
}

const idOf = (kind: '-u' | '-g', name: string): number | undefined => {
  try {
    return Number(execFileSync('id', [kind, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return undefined
  }
}

const execute = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

const untilAnswering = async (url: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await execute(url, 'select 1')
    } catch (error) {
      if (attempt === 100) throw error
      await sleep(100)
    }
  }
}
