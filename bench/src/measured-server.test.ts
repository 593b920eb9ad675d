import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMeasuredServer } from './measured-server.js'

/** Starts a server of this source. */
const start = async (source: string) => {
  const script = join(await mkdtemp(join(tmpdir(), 'measured-')), 'server.mjs')
  await writeFile(script, source)
  return startMeasuredServer([script], { readyPattern: /ready/ })
}
const idle = "console.log('ready'); setInterval(() => {}, 1000)"

test('a server tells the CPU time it used, which only grows, until it is stopped', async () => {
  const server = await start(idle)
  const before = await server.cpuSeconds()
  expect(before).toBeGreaterThan(0)
  expect(await server.cpuSeconds()).toBeGreaterThanOrEqual(before)
  await server.stop()
  await expect(server.cpuSeconds()).rejects.toThrow('SIGTERM')
})

test('a server that dies while it is measured says so, with its output', async () => {
  const server = await start(`${idle}; process.once('message', () => { console.log('out of luck'); process.exit(7) })`)
  await expect(
    (async () => {
      for (;;) await server.cpuSeconds()
    })(),
  ).rejects.toThrow(/died \(exit code 7\).*out of luck/s)
  await server.stop()
})

test('a server that never gets ready says why', async () => {
  await expect(start("console.error('no such store'); process.exit(3)")).rejects.toThrow(/exit code 3.*no such store/s)
})
