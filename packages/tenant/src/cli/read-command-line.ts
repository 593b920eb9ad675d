import { didYouMean, UnderstudyError } from '@understudy/contract'
import { CommanderError, type Command as Parser } from 'commander'
import type { TextOutput } from './command.js'
import { type CalledCommand, commandTree } from './command-tree.js'
import { commandSections } from './commands.js'

/**
 * Finds the command that a line calls, and checks all that was given with it. Help and the version are written at once.
 *
 * @returns what was called, or the exit code where there is nothing to run
 * @throws UnderstudyError `CLI-USAGE`, with the closest command, option or value that there is
 */
export const readCommandLine = (
  args: readonly string[],
  output: { readonly stdout: TextOutput; readonly stderr: TextOutput },
): CalledCommand | number => {
  let called: CalledCommand | undefined
  const root = commandTree(commandSections, output, (command) => {
    called = command
  })
  const asked = args[0] === 'help' ? [...knownWords(root, args.slice(1)), '--help'] : args
  try {
    root.parse(asked, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    // The help of a group that was called without one of its commands is on standard error.
    if (error.code === 'commander.help') return 2
    throw new UnderstudyError('CLI-USAGE', usageProblem(error.message), { cause: error })
  }
  return called ?? 2
}

/** The words after `help`, which are the name of a command or of a group of them. */
const knownWords = (root: Parser, args: readonly string[]): readonly string[] => {
  const words = args.filter((arg) => !arg.startsWith('-'))
  words.reduce((parser, word) => {
    const next = parser.commands.find((command) => command.name() === word)
    if (next !== undefined) return next
    const names = parser.commands.map((command) => command.name())
    throw new UnderstudyError('CLI-USAGE', `There is no command "${words.join(' ')}".${didYouMean(word, names)}`)
  }, root)
  return words
}

/** The parser's message as one sentence, and the question that may follow it. */
const usageProblem = (message: string): string => {
  const [problem = '', ...more] = message.replace(/^error: /, '').split('\n')
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`
  return [
    /[.?]$/.test(sentence) ? sentence : `${sentence}.`,
    ...more.map((line) => line.replace(/^\((.*)\)$/, '$1')),
  ].join(' ')
}
