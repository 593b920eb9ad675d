import { type ReloadProgress, type ReloadReport, reloadedPercent } from '@understudy/engine'

/** Characters of a log. */
export const longestLog = 65_536

/** What a reload begins with, after the percent that are done. Rows of a source are counted: of how many, nobody knows. */
export const progressLine = (progress: ReloadProgress): string => {
  const { stage, subject, done } = progress
  const rows = stage === 'sources' && done > 0 ? `, ${done.toLocaleString('en')} rows` : ''
  return `${String(reloadedPercent(progress)).padStart(3)} % ${stage}: ${subject}${rows}`
}

/** What the log of a reload says of what was loaded, and of what in the app cannot work with it. */
export const reportLines = ({ tables, fieldCount, durationMs, findings }: ReloadReport): string[] => [
  ...tables.map(({ name, rowCount, fieldCount: fields }) => `Table ${name}: ${rowCount} rows, ${fields} fields`),
  `${tables.length} tables, ${fieldCount} fields, ${Math.round(durationMs)} ms`,
  ...findings.map(
    ({ file, line, column, problem }) => `Cannot work: ${[file, line, column].filter(Boolean).join(':')}  ${problem}`,
  ),
]
