import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { installedPostgres, type PostgresServer, startPostgres } from './postgres-server.js'

/**
 * Runs the same tests on both databases.
 *
 * @param tests defines them; `newLocation` makes an empty store's location for `openStore`
 */
export const describeOnBothStores = (name: string, tests: (newLocation: () => Promise<string>) => void): void => {
  describe(`${name} on libSQL`, () => {
    const folders: string[] = []
    afterAll(() => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    })
    tests(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'understudy-store-'))
      folders.push(folder)
      return join(folder, 'tenant.db')
    })
  })

  describe(`${name} on PostgreSQL`, () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startInstalledPostgres()
    })
    afterAll(() => server?.stop())
    tests(() => server.createDatabase())
  })
}

let running: Promise<PostgresServer> | undefined

/**
 * The installed PostgreSQL, started once for all test files of a process, as that takes longer than most of them. To stop it
 * is to leave it running for the next.
 *
 * @throws with what to install where there is none: tests that need it fail, they are never left out
 */
export const startInstalledPostgres = async (): Promise<PostgresServer> => {
  const programs = installedPostgres()
  if (programs === undefined)
    throw new Error(
      'These tests need PostgreSQL: install the server (Debian: `apt-get install postgresql`), or put the folder of `initdb` and `postgres` into PATH.',
    )
  running ??= startPostgres(programs).catch((error) => {
    running = undefined
    throw error
  })
  const server = await running
  return { ...server, stop: server.resume }
}
