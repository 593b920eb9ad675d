import type { SelectRunner } from '../../snapshot/select-runner.js'
import type { Snapshot } from '../../snapshot/snapshot.js'

/**
 * A snapshot of which a statement that fails is an error of the test. Questions that are asked together are asked one by one
 * where their common statement fails, which would hide that it can never succeed.
 */
export const withoutSecondTry = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  runner: failing(snapshot.runner),
  runnerOf: (asker) => failing(snapshot.runnerOf(asker)),
})

const failing = (runner: SelectRunner): SelectRunner => ({
  ...runner,
  run: async (statement, signal) => {
    try {
      return await runner.run(statement, signal)
    } catch (error) {
      throw new Error(`a statement fails: ${error instanceof Error ? error.message : error}\n${statement.sql}`)
    }
  },
})
