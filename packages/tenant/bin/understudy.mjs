#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { missingBinding } from './missing-binding.mjs'
import { programFile } from './program-file.mjs'

const main = programFile('main', 'cli/main.js')
if (!existsSync(main)) {
  process.stderr.write(
    'The tenant is not built yet. Run `npm run build` in the repository, or `npm start` for the demo.\n',
  )
  process.exit(1)
}
// Whoever reads the output may stop reading: `understudy help | head`.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1))
// A failure that nothing caught is told in one line, as all others are; the log of `serve` has the rest.
process.on('uncaughtException', (error) => {
  process.stderr.write(`The command failed: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
// What the commands write (store, keys, snapshots) is nobody else's to read.
process.umask(0o077)
const { runCommandLine } = await import(main.href).catch((error) => {
  const sentence = missingBinding(error)
  if (sentence === undefined) throw error
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
})
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, process.stdout, process.stderr)
