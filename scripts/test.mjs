#!/usr/bin/env node
// Installs what is missing, builds, checks and tests everything; the last line tells the totals.
import { nodeIsSupported } from './steps/node-version.mjs'

if (nodeIsSupported()) import('./tests/run-tests.mjs').then((tests) => tests.runTests())
