#!/usr/bin/env node
// Lists the benchmarks, or runs the one named: npm run --silent bench -- mint --json
// Without --silent, npm writes lines of its own to stdout, which are no JSON.
import { nodeIsSupported } from './steps/node-version.mjs'

if (nodeIsSupported()) {
  const { build } = await import('./steps/build.mjs')
  const { tellFailure } = await import('./steps/failure.mjs')
  const { install } = await import('./steps/install.mjs')
  try {
    await install()
    await build()
    await import('../bench/dist/cli.js')
  } catch (error) {
    process.exitCode = tellFailure(error)
  }
}
