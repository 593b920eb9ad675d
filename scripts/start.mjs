#!/usr/bin/env node
// Starts the demo: the tenant, the flights app and the example portal. `npm start -- --help` tells the options.
// This file must parse and run on any Node, so that an unsupported one gets a sentence instead of a stack trace.
import { nodeIsSupported } from './steps/node-version.mjs'

if (nodeIsSupported()) import('./demo/run-demo.mjs').then((demo) => demo.runDemo(process.argv.slice(2)))
