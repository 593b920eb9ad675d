#!/usr/bin/env node
// Installs what is missing, builds, checks and tests everything; the last line tells the totals. With `--long`, random tests and
// crashes are tried many times as often.
import { nodeIsSupported } from './steps/node-version.mjs'

if (nodeIsSupported())
  import('./tests/run-tests.mjs').then((tests) => tests.runTests({ long: process.argv.includes('--long') }))
