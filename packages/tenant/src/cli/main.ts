import { UnderstudyError } from '@understudy/contract'
import { loadConfig } from '../config/load-config.js'
import type { Invocation, TextOutput } from './command.js'
import { readCommandLine } from './read-command-line.js'

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
  try {
    const called = readCommandLine(args, { stdout, stderr })
    if (typeof called === 'number') return called
    const { command, optionTexts, ...given } = called
    return await command.run({ ...given, config: loadConfig(optionTexts, environment), environment, stdout, stderr })
  } catch (error) {
    if (!(error instanceof UnderstudyError)) {
      stderr.write(`The command failed: ${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    }
    const isUsage = error.code === 'CLI-USAGE'
    stderr.write(`${error.entry.title}: ${error.detail}${isUsage ? ' ' : '\n'}${error.entry.solution}\n`)
    return isUsage ? 2 : 1
  }
}
