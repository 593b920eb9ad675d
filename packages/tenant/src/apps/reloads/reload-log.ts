import type { ReloadReport } from '@understudy/engine'

/** Characters of a log. */
export const longestLog = 65_536

/** What the log of a reload says of what was loaded, and of what in the app cannot work with it. */
export const reportLines = ({ tables, fieldCount, durationMs, findings }: ReloadReport): string[] => [
  ...tables.map(({ name, rowCount, fieldCount: fields }) => `Table ${name}: ${rowCount} rows, ${fields} fields`),
  `${tables.length} tables, ${fieldCount} fields, ${Math.round(durationMs)} ms`,
  ...findings.map(
    ({ file, line, column, problem }) => `Cannot work: ${[file, line, column].filter(Boolean).join(':')}  ${problem}`,
  ),
]
