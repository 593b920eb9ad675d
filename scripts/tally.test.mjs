import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { root } from './steps/root.mjs'
import { createTally } from './tests/tally.mjs'

const folders = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs test files by Vitest itself, as `npm test` does, and adds up its report. */
const tallyOf = (files) => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-tally-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const report = join(folder, 'report.json')
  const { status } = spawnSync(process.execPath, [
    join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--root', folder, '--globals', '--reporter', 'json', '--outputFile.json', report],
  ])
  const tally = createTally()
  tally.addReport('Unit tests', report, status === 0)
  return { ...tally, pathOf: (name) => relative(root, join(folder, name)) }
}

describe('the tally of a run', () => {
  test('names each failed test by file and full name, with the first line of its error', () => {
    const { total, summary, pathOf } = tallyOf({
      'sums.test.mjs': `describe('sums', () => {
        test('of two', () => expect(1 + 1).toBe(2))
        test('of three', () => expect([1, 1, 1]).toEqual([3]))
        test('of four', () => { throw new Error('four at\\na time') })
        test.skip('of five', () => undefined)
      })`,
    })
    expect(total).toEqual({ passed: 1, failed: 2, skipped: 1 })
    expect(summary()).toEqual([
      `failed: ${pathOf('sums.test.mjs')} > sums of three: AssertionError: expected [ 1, 1, 1 ] to deeply equal [ 3 ]`,
      `failed: ${pathOf('sums.test.mjs')} > sums of four: Error: four at`,
      '1 passed, 2 failed',
    ])
  })

  test('names a file that cannot be run', () => {
    const { total, summary, pathOf } = tallyOf({ 'broken.test.mjs': `throw new Error('no such thing')` })
    expect(total).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(summary()).toEqual([`failed: ${pathOf('broken.test.mjs')}: no such thing`, '0 passed, 1 failed'])
  })

  test('names a run that failed outside of a test, and one that left no report', () => {
    const outside = tallyOf({
      'late.test.mjs': `test('one', () => { setTimeout(() => { throw new Error('late') }) })
        test('two', () => new Promise((resolve) => setTimeout(resolve, 50)))`,
    })
    expect(outside.total).toEqual({ passed: 2, failed: 1, skipped: 0 })
    expect(outside.summary()).toEqual(['failed: Unit tests: failed outside of a test', '2 passed, 1 failed'])

    const tally = createTally()
    tally.addFailedCheck('Linting')
    tally.addReport('End-to-end tests', '/nowhere/report.json', false)
    expect(tally.total).toEqual({ passed: 0, failed: 2, skipped: 0 })
    expect(tally.summary()).toEqual([
      'failed: Linting',
      'failed: End-to-end tests: failed outside of a test',
      '0 passed, 2 failed',
    ])
  })

  test('names nothing where all succeeds', () => {
    const { total, summary } = tallyOf({ 'fine.test.mjs': `test('one', () => undefined)` })
    expect(total).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(summary()).toEqual(['1 passed, 0 failed'])
  })
})
