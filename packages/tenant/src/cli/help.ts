import { renderOptionsHelp } from '../config/render-options.js'
import type { Command } from './command.js'

/** The text of `understudy help`. */
export const helpText = (commands: readonly Command[]): string =>
  [
    'Usage: understudy <command> [options]',
    '',
    'Commands:',
    ...commands.flatMap(describeCommand),
    '  help',
    '      Show this text.',
    '',
    'Options of every command (also from the environment, or from a JSON file given with --config):',
    renderOptionsHelp(),
    '',
  ].join('\n')

const describeCommand = ({ name, usage, summary, flags = {} }: Command): string[] => [
  `  ${name}${usage === undefined ? '' : ` ${usage}`}`,
  `      ${summary}`,
  ...Object.entries(flags).map(([flag, { type, explanation }]) => {
    const value = type === 'string' ? ' <text>' : ''
    return `      --${flag}${value}: ${explanation}`
  }),
]
