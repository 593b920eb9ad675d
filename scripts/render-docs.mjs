#!/usr/bin/env node
// Renders the pages that come from tables in code; with --check it only tells which are out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderChartTypes, renderErrors } from '../packages/contract/dist/index.js'
import { renderExpressionsPage } from '../packages/engine/dist/expressions/render-expressions.js'
import { renderPropertiesPage } from '../packages/engine/dist/objects/properties/render-properties.js'
import { renderCommandsPage } from '../packages/tenant/dist/cli/render-commands.js'
import { renderOptionsPage } from '../packages/tenant/dist/config/render-options.js'
import { renderMetricsPage } from '../packages/tenant/dist/operations/render-metrics.js'
import { root } from './steps/root.mjs'

const pages = {
  'docs/chart-types.md': renderChartTypes(),
  'docs/commands.md': renderCommandsPage(),
  'docs/errors.md': renderErrors(),
  'docs/expressions.md': renderExpressionsPage(),
  'docs/metrics.md': renderMetricsPage(),
  'docs/options.md': renderOptionsPage(),
  'docs/qix-properties.md': renderPropertiesPage(),
}

const current = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

const stale = Object.keys(pages).filter((path) => current(path) !== pages[path])
if (process.argv.includes('--check')) {
  for (const path of stale) console.error(`${path} is out of date: run npm run docs.`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const path of stale) writeFileSync(join(root, path), pages[path])
}
