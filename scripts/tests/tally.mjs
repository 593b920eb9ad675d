import { existsSync, readFileSync } from 'node:fs'

/** Adds up what a run consisted of: test results, and checks that can only succeed or fail. */
export const createTally = () => {
  const total = { passed: 0, failed: 0, skipped: 0 }

  return {
    total,

    /** A check other than a test: counts when it fails. */
    addFailedCheck() {
      total.failed += 1
    },

    /** Vitest's JSON report; a run that left none, or that failed outside of a test, counts as one failure. */
    addReport(file, runSucceeded) {
      const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
      const failed = report?.numFailedTests ?? 0
      total.passed += report?.numPassedTests ?? 0
      total.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
      total.failed += runSucceeded || failed > 0 ? failed : 1
    },
  }
}
