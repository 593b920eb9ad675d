import { mkdtempSync, rmSync } from 'node:fs'
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

const suites = [
  { title: 'Unit tests', name: 'unit', projects: ['unit', 'mocked'] },
  { title: 'End-to-end tests', name: 'e2e', projects: ['e2e'] },
]

/** Runs every check and test, names what failed, tells the totals in the last line and sets the exit code. */
export const runTests = async () => {
  const tally = createTally()
  const reports = mkdtempSync(join(tmpdir(), 'understudy-tests-'))
  try {
    await install()
    await build()
    const env = { CHROME_PATH: await findChromium() }
    await requirePostgresql()
    await requireMariadb()
    await requirePython()

    for (const { title, command } of checks) {
      if (!(await succeeds(title, command))) tally.addFailedCheck(title)
    }
    for (const { title, name, projects } of suites) {
      const report = join(reports, `${name}.json`)
      tally.addReport(title, report, await succeeds(title, vitest(projects, report), env))
    }
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
const succeeds = async (title, [command, ...args], env) => {
  if (interruption.aborted) return false
  try {
    await step(title, () => runCommand(command, args, { env }))
    return true
  } catch (error) {
    tellFailure(error)
    return false
  }
}
