import { parseArgs } from 'node:util'
import { UnderstudyError } from '@understudy/contract'
import { loadConfig, type OptionTexts } from '../config/load-config.js'
import { options } from '../config/options.js'
import type { Command, Invocation, TextOutput } from './command.js'
import { commandSections } from './commands.js'
import { helpText } from './help.js'

/**
 * Runs a command line.
 *
 * @param args arguments after the program's name
 * @returns the exit code: 0 for success, 1 for a failure that was told, 2 for wrong usage
 */
export const runCommandLine = async (
  args: readonly string[],
  environment: Invocation['environment'],
  stdout: TextOutput,
  stderr: TextOutput,
): Promise<number> => {
  if (args.length === 0 || args[0] === 'help' || args.includes('--help')) {
    stdout.write(helpText(commandSections))
    return args.length === 0 ? 2 : 0
  }
  try {
    const command = findCommand(args)
    return await command.run({ ...parseInvocation(command, args, environment), environment, stdout, stderr })
  } catch (error) {
    if (!(error instanceof UnderstudyError)) {
      stderr.write(`The command failed: ${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    }
    stderr.write(`${error.entry.title}: ${error.detail}\n${error.entry.solution}\n`)
    return error.code === 'CLI-USAGE' ? 2 : 1
  }
}

const findCommand = (args: readonly string[]): Command => {
  const command = commandSections
    .flatMap(({ commands }) => commands)
    .find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (command !== undefined) return command
  throw new UnderstudyError(
    'CLI-USAGE',
    `There is no command "${args.filter((arg) => !arg.startsWith('-')).join(' ')}".`,
  )
}

const parseInvocation = (
  command: Command,
  args: readonly string[],
  environment: OptionTexts,
): Pick<Invocation, 'config' | 'flags' | 'positionals'> => {
  const optionFlags = Object.values(options).map(({ flag }) => [flag, { type: 'string' }] as const)
  const ownFlags = Object.entries(command.flags ?? {}).map(
    ([flag, { type, multiple = false }]) => [flag, { type, multiple }] as const,
  )
  const parsed = parse(command, args, Object.fromEntries([...optionFlags, ['config', { type: 'string' }], ...ownFlags]))
  const texts = Object.fromEntries(
    Object.entries(parsed.values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  return { config: loadConfig(texts, environment), flags: parsed.values, positionals: parsed.positionals }
}

const parse = (
  command: Command,
  args: readonly string[],
  flags: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>,
) => {
  try {
    const wordCount = command.name.split(' ').length
    return parseArgs({ args: args.slice(wordCount), options: flags, allowPositionals: command.usage !== undefined })
  } catch (error) {
    throw new UnderstudyError('CLI-USAGE', error instanceof Error ? error.message : String(error), { cause: error })
  }
}
