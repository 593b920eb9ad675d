#!/usr/bin/env node
// Builds every package that the sources have outrun.
import { nodeIsSupported } from './steps/node-version.mjs'

if (nodeIsSupported()) {
  const { build } = await import('./steps/build.mjs')
  const { tellFailure } = await import('./steps/failure.mjs')
  process.exitCode = await build().then(() => 0, tellFailure)
}
