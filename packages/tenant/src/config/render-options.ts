import { type OptionEntry, options } from './options.js'

/** The option table as a Markdown page. */
export const renderOptionsPage = (): string => {
  const rows = Object.values<OptionEntry<unknown>>(options).map(
    (entry) =>
      `| \`--${entry.flag}\` | \`${entry.environment}\` | ${entry.type} | ${renderDefault(entry)} | ${entry.explanation} |`,
  )
  return [
    '# Options of the tenant',
    '',
    'A flag wins over an environment variable, that over a configuration file (`--config <file>`, a JSON object whose keys are the flags without dashes), and the default is last.',
    '',
    '| flag | environment variable | value | default | meaning |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** The option table for a terminal. */
export const renderOptionsHelp = (): string =>
  Object.values<OptionEntry<unknown>>(options)
    .map((entry) => {
      const given = entry.default === undefined ? '' : ` (default ${entry.default})`
      return `  --${entry.flag} <${entry.type}>${given}\n      ${entry.explanation.replaceAll('`', '')}\n      Environment: ${entry.environment}`
    })
    .join('\n')

const renderDefault = (entry: OptionEntry<unknown>): string =>
  entry.default === undefined ? '' : `\`${entry.default}\``
