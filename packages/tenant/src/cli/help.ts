import { renderOptionsHelp } from '../config/render-options.js'
import { type Command, flagUsage, sharedFlags, splitFlags } from './command.js'
import type { CommandSection } from './commands.js'

/** The text of `understudy help`. */
export const helpText = (sections: readonly CommandSection[]): string =>
  [
    'Usage: understudy <command> [options]',
    '       understudy help <command>',
    '       understudy --version',
    '',
    ...sections.flatMap(({ title, commands }) => [`${title}:`, ...commands.flatMap(describeCommand), '']),
    'Flags of several commands:',
    ...Object.entries(sharedFlags).flatMap(([name, flag]) => [
      `  ${flagUsage(name, flag)}`,
      `      ${flag.explanation}`,
    ]),
    '',
    'Options of every command (also from the environment, or from a JSON file given with --config):',
    renderOptionsHelp(),
    '',
  ].join('\n')

/**
 * The text of `understudy help <group>`.
 *
 * @param group the first word of its commands
 */
export const groupHelp = (sections: readonly CommandSection[], group: string): string => {
  const commands = sections.flatMap((section) => section.commands).filter(({ name }) => name.startsWith(`${group} `))
  return [
    `Usage: understudy ${group} <command> [options]`,
    '',
    ...commands.flatMap(describeCommand),
    '',
    `\`understudy help ${group} <command>\` explains one of them.`,
    '',
  ].join('\n')
}

const describeCommand = (command: Command): string[] => {
  const { own, shared } = splitFlags(command)
  const words = [command.name, command.usage, ...shared.map((flag) => `[${flag}]`)]
  return [
    `  ${words.filter(Boolean).join(' ')}`,
    `      ${command.summary}`,
    ...own.map(([name, flag]) => `      ${flagUsage(name, flag)}: ${flag.explanation}`),
  ]
}
