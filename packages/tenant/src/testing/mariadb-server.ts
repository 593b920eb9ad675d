import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2/promise'
import { freePort } from './free-port.js'

/** A MariaDB server of a test's own. */
export interface MariadbServer {
  /** `mysql://` URL of an empty database. */
  readonly url: string
  readonly execute: (statements: readonly string[]) => Promise<void>
  readonly stop: () => Promise<void>
}

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin']

const programOf = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path))

/** Whether the programs of a server are installed. */
export const hasMariadb = (): boolean => programOf('mariadbd') !== undefined

/** Starts a MariaDB server on a free port, with its data in a temporary folder. Always stop it. */
export const startMariadb = async (): Promise<MariadbServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-mariadb-'))
  const data = join(folder, 'data')
  // Servers do not run as root unless they are told to.
  const account = ['--no-defaults', `--datadir=${data}`, '--user=root']
  execFileSync(programOf('mariadb-install-db') ?? '', [...account, '--auth-root-authentication-method=normal'], {
    stdio: 'ignore',
  })
  const port = await freePort()
  const server = spawn(
    programOf('mariadbd') ?? '',
    [...account, '--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(folder, 'socket')}`],
    { stdio: 'ignore' },
  )
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true, force: true })
  }
  const execute = async (statements: readonly string[], database = 'test'): Promise<void> => {
    const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', database })
    try {
      for (const statement of statements) await connection.query(statement)
    } finally {
      await connection.end()
    }
  }
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await execute(['CREATE DATABASE IF NOT EXISTS test'], 'mysql')
        break
      } catch (error) {
        if (attempt === 100) throw error
        await sleep(100)
      }
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `mysql://root@127.0.0.1:${port}/test`, execute: (statements) => execute(statements), stop }
}
