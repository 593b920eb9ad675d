import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../steps/root.mjs'

/** Longest first line of an error that is told. */
const longestReason = 300

/** Adds up what a run consisted of: test results, and checks that can only succeed or fail. */
export const createTally = () => {
  const total = { passed: 0, failed: 0, skipped: 0 }
  /** A line for each failure: what failed, and the first line of the reason. */
  const failures = []

  return {
    total,
    /** A check other than a test: counts when it fails. */
    addFailedCheck(title, reason) {
      total.failed += 1
      failures.push(line(title, reason))
    },

    /** Vitest's JSON report; a run that left none, or that failed outside of a test, counts as one failure. */
    addReport(title, file, runSucceeded) {
      const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
      total.passed += report?.numPassedTests ?? 0
      total.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
      const told = (report?.testResults ?? []).flatMap(failuresOf)
      if (told.length === 0 && !runSucceeded) told.push(line(title, 'failed outside of a test'))
      total.failed += told.length
      failures.push(...told)
    },

    /** The last lines of a run: each failure, then the totals. */
    summary: () => [
      ...failures.map((failure) => `failed: ${failure}`),
      `${total.passed} passed, ${total.failed} failed`,
    ],
  }
}

/** The failed tests of a file; the file itself, where it could not be run or failed around its tests. */
const failuresOf = ({ name, status, message, assertionResults }) => {
  const file = relative(root, name)
  const tests = assertionResults
    .filter((test) => test.status === 'failed')
    .map(({ fullName, failureMessages }) => line(`${file} > ${fullName}`, failureMessages[0]))
  return tests.length > 0 || status !== 'failed' ? tests : [line(file, message)]
}

const line = (what, reason) => {
  const [first = ''] = stripVTControlCharacters(reason ?? '')
    .trim()
    .split('\n')
  return first === '' ? what : `${what}: ${first.slice(0, longestReason)}`
}
