import type { ReloadProgress, ReloadReport } from '@understudy/engine'
import { progressLine } from '../../apps/reloads/reload-log.js'
import type { TextOutput } from '../command.js'
import { findingLines } from './finding-output.js'

/** Writes one line for every step of a reload: the percent that are done, and what begins. */
export const showProgress =
  (stderr: TextOutput) =>
  (progress: ReloadProgress): void => {
    stderr.write(`${progressLine(progress)}\n`)
  }

/** What a reload wrote: for a person, or as one line of JSON. */
export const reportReload = (app: { id: string; name: string }, report: ReloadReport, json: boolean): string => {
  if (json) return `${JSON.stringify({ ...app, ...report })}\n`
  const tables = report.tables.map(({ name, rowCount }) => `  ${name}: ${rowCount.toLocaleString('en')} rows\n`)
  const seconds = (report.durationMs / 1000).toFixed(1)
  const megabytes = (report.sizeBytes / 1e6).toFixed(1)
  const problems =
    report.findings.length === 0 ? '' : `What cannot work with this data:\n${findingLines(report.findings)}`
  return `${app.name} (${app.id}) is loaded in ${seconds} s, ${megabytes} MB.\n${tables.join('')}${problems}`
}
