import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../steps/build.mjs'
import { tellFailure } from '../steps/failure.mjs'
import { install } from '../steps/install.mjs'
import { interruption } from '../steps/interruption.mjs'
import { say, step } from '../steps/progress.mjs'
import { root } from '../steps/root.mjs'
import { runCommand } from '../steps/run-command.mjs'
import { findChromium } from './chromium.mjs'
import { requireMariadb } from './mariadb.mjs'
import { requirePostgresql } from './postgresql.mjs'
import { requirePython } from './python.mjs'
import { createTally } from './tally.mjs'

const checks = [
  { title: 'Linting', command: ['npm', 'run', '--silent', 'lint'] },
  { title: 'Checking types', command: ['npm', 'run', '--silent', 'typecheck'] },
]

const unit = { title: 'Unit tests', name: 'unit', projects: ['unit', 'mocked'] }
const e2e = { title: 'End-to-end tests', name: 'e2e', projects: ['e2e'] }

/** How often random tests and crashes are tried in the long form; without it, each test says how often. */
const longForm = {
  ORACLE_CUBES: '10000',
  ORACLE_RUNS: '60',
  HIDDEN_ROWS_RUNS: '120',
  FORMULA_RUNS: '1000',
  CRASH_TRIALS: '10',
}

/**
 * Runs every check and test, names what failed, tells the totals in the last line and sets the exit code. The tests of pages
 * run beside the unit tests; what they write is told when they are over.
 *
 * @param {{ long: boolean }} options
 */
export const runTests = async ({ long }) => {
  const tally = createTally()
  const reports = mkdtempSync(join(tmpdir(), 'understudy-tests-'))
  try {
    await install()
    await build()
    const env = { CHROME_PATH: await findChromium(), ...(long ? longForm : {}) }
    await requirePostgresql()
    await requireMariadb()
    await requirePython()

    const run = async ({ title, name, projects }, output) => {
      const report = join(reports, `${name}.json`)
      tally.addReport(title, report, await succeeds(title, vitest(projects, report), { env, ...output }))
    }
    const checkAndVisit = async () => {
      for (const { title, command } of checks) {
        if (!(await succeeds(title, command))) tally.addFailedCheck(title)
      }
      const told = join(reports, 'e2e.txt')
      const output = openSync(told, 'a')
      await run(e2e, { output })
      closeSync(output)
      process.stderr.write(readFileSync(told))
    }
    await Promise.all([run(unit), checkAndVisit()])
  } catch (error) {
    tellFailure(error)
    tally.addFailedCheck('Preparing', error instanceof Error ? error.message : String(error))
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }

  const { failed, skipped } = tally.total
  if (skipped > 0) say(`${skipped} skipped`)
  for (const line of tally.summary()) process.stdout.write(`${line}\n`)
  process.exitCode = failed === 0 && !interruption.aborted ? 0 : 1
}

const vitest = (projects, report) => [
  process.execPath,
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  ...projects.flatMap((project) => ['--project', project]),
  ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report],
]

/** Whether the command succeeded; the reason why not has been told. */
const succeeds = async (title, [command, ...args], options) => {
  if (interruption.aborted) return false
  try {
    await step(title, () => runCommand(command, args, options))
    return true
  } catch (error) {
    tellFailure(error)
    return false
  }
}
