import { type Command, type CommandFlag, flagUsage, sharedFlags, splitFlags } from './command.js'
import { commandSections } from './commands.js'

/** The commands as a Markdown page. */
export const renderCommandsPage = (): string =>
  [
    '# Commands of the tenant',
    '',
    '`understudy help` prints this page, `understudy help <command>` its part on one command, `understudy --version` the version. The exit code is 0 for success, 1 for a failure and 2 for wrong usage, which changes nothing.',
    '',
    'Every command takes the [options](options.md), of which `--data-dir` and `--store` say where the tenant lives. Flags of several commands:',
    '',
    ...Object.entries(sharedFlags).map(renderFlag),
    '',
    ...commandSections.flatMap(({ title, commands }) => [`## ${title}`, '', ...commands.flatMap(renderCommand)]),
  ].join('\n')

const renderCommand = (command: Command): string[] => {
  const { own, shared } = splitFlags(command)
  const words = ['understudy', command.name, command.usage, ...shared.map((flag) => `[${flag}]`)]
  return [
    `\`${words.filter(Boolean).join(' ')}\`  `,
    command.summary,
    '',
    ...own.map(renderFlag),
    ...(own.length === 0 ? [] : ['']),
  ]
}

const renderFlag = ([name, flag]: [string, CommandFlag]): string =>
  `- \`${flagUsage(name, flag)}\`: ${flag.explanation}`
