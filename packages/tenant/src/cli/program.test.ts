import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** The program as an operator runs it. */
const program = fileURLToPath(new URL('../../bin/understudy.mjs', import.meta.url))

const run = (args: readonly string[], environment: Record<string, string> = {}) =>
  new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...environment } })
    const written = { stdout: '', stderr: '' }
    child.stdout.on('data', (text) => (written.stdout += text))
    child.stderr.on('data', (text) => (written.stderr += text))
    child.once('close', (code) => resolve({ code, ...written }))
  })

it('ends without a word when nobody reads its output any more', async () => {
  const child = spawn(process.execPath, [program, 'help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += text))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, stderr]).toEqual([0, ''])
})

it('tells a failure that nothing caught in one line', async () => {
  const late = `const timer = setInterval(() => {
    if (process.listenerCount('uncaughtException') === 0) return
    clearInterval(timer)
    void Promise.reject(Error('The disk is gone'))
  }, 1)`
  const { code, stderr } = await run(['help'], {
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(late).replaceAll("'", '%27')}`,
  })
  expect([code, stderr]).toEqual([1, 'The command failed: The disk is gone\n'])
})

it('tells a folder that it may not write in one line', async () => {
  const { code, stdout, stderr } = await run(['init', '--data-dir', '/dev/null/data'])
  expect([code, stdout, stderr]).toEqual([
    1,
    '',
    expect.stringMatching(/^The command failed: [^\n]*\/dev\/null\/data[^\n]*\n$/),
  ])
})
