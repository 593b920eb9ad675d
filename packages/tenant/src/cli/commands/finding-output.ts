import type { Finding } from '@understudy/engine'

/** One line for each finding, with its place as editors and build logs read it. */
export const findingLines = (findings: readonly Finding[]): string =>
  findings
    .map(({ file, line, column, problem }) => `${[file, line, column].filter(Boolean).join(':')}  ${problem}\n`)
    .join('')
