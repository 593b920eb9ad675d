import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../free-ports.js'

/** Where Debian and the official packages put the programs of each version. */
const versionsFolder = '/usr/lib/postgresql'

/** A PostgreSQL server with the settings that it comes with, and one empty database. */
export interface Postgres {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts the installed PostgreSQL. @throws where there is none */
export const startPostgres = async (): Promise<Postgres> => {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder) : []
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  if (newest === undefined) throw new Error(`PostgreSQL has to be installed in ${versionsFolder}`)
  const programs = join(versionsFolder, newest, 'bin')
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-postgres-'))
  // It refuses to run as root, who lends it another account.
  const account = userInfo().uid === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const options = { ...account, cwd: folder, stdio: 'ignore' } as const
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8'], options)
  const [port = 0] = await freePorts(1)
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, '-p', String(port)], options)
  const stop = async (): Promise<void> => {
    await end(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(join(programs, 'pg_isready'), port)
    return { url: `postgres://bench@127.0.0.1:${port}/postgres`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const idOf = (kind: '-u' | '-g'): number => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }))

const untilReady = async (program: string, port: number): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      execFileSync(program, ['-h', '127.0.0.1', '-p', String(port), '-q'])
      return
    } catch (error) {
      if (attempt === 100) throw error
      await sleep(100)
    }
  }
}

const end = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null) return
  const exited = once(server, 'exit')
  // Fast shutdown, without waiting for clients.
  server.kill('SIGINT')
  await exited
}
