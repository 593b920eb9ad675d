import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { type PostgresCluster, startPostgres } from './postgres-cluster.js'

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
    let cluster: PostgresCluster
    beforeAll(async () => {
      cluster = await startPostgres()
    })
    afterAll(() => cluster?.stop())
    tests(() => cluster.createDatabase())
  })
}
