#!/usr/bin/env node
// Renders the pages, and parts of pages, that come from tables in code; with --check it only tells which are out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderChartTypes, renderErrors } from '../packages/contract/dist/index.js'
import { renderExpressionsPage } from '../packages/engine/dist/expressions/render-expressions.js'
import { renderPropertiesPage } from '../packages/engine/dist/objects/properties/render-properties.js'
import { optionStructures } from '../packages/engine/dist/rpc/option-structures.js'
import { renderLimits } from '../packages/engine/dist/rpc/render-limits.js'
import { renderMethods } from '../packages/engine/dist/rpc/render-methods.js'
import { renderCommandsPage } from '../packages/tenant/dist/cli/render-commands.js'
import { renderOptionsPage } from '../packages/tenant/dist/config/render-options.js'
import { renderMetricsPage } from '../packages/tenant/dist/operations/render-metrics.js'
import { root } from './steps/root.mjs'

const current = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

/** A page that people write, with parts between `<!-- name -->` and `<!-- /name -->` that are rendered. */
const withParts = (path, parts) =>
  Object.entries(parts).reduce((page, [name, part]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [before, rest] = page.split(begin)
    const after = rest?.split(end)[1]
    if (after === undefined) throw new Error(`${path} has no place for ${name}`)
    return `${before}${begin}\n\n${part}\n${end}${after}`
  }, current(path))

const pages = {
  'docs/chart-types.md': renderChartTypes(),
  'docs/commands.md': renderCommandsPage(),
  'docs/errors.md': renderErrors(),
  'docs/expressions.md': renderExpressionsPage(),
  'docs/metrics.md': renderMetricsPage(),
  'docs/options.md': renderOptionsPage(),
  'docs/qix-properties.md': renderPropertiesPage(optionStructures),
  'docs/qix.md': withParts('docs/qix.md', { limits: renderLimits(), methods: renderMethods() }),
}

const stale = Object.keys(pages).filter((path) => current(path) !== pages[path])
if (process.argv.includes('--check')) {
  for (const path of stale) console.error(`${path} is out of date: run npm run docs.`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const path of stale) writeFileSync(join(root, path), pages[path])
}
