import { Command as Parser } from 'commander'
import { options } from '../config/options.js'
import type { Command, Invocation, TextOutput } from './command.js'
import { argumentsOf, optionOf, tenantOptionOf } from './command-arguments.js'
import type { CommandSection } from './commands.js'
import { groupHelp, helpText } from './help.js'
import { version } from './version.js'

/** A command that was called rightly, and with what. */
export interface CalledCommand extends Pick<Invocation, 'flags' | 'positionals'> {
  readonly command: Command
  /** Texts of the tenant's options by flag, and of `config`. */
  readonly optionTexts: Readonly<Record<string, string | undefined>>
}

const tenantOptions: readonly (readonly [flag: string, type: string])[] = [
  ...Object.values(options).map(({ flag, type }) => [flag, type] as const),
  ['config', 'file'],
]

/**
 * Builds the parser of the command line from the table of commands and the table of options. The words of a command's
 * name are a path through the parser; the tenant's options belong to its root, so that they may stand anywhere.
 *
 * @param onCalled is told the command that a parsed line calls; nothing is run before
 */
export const commandTree = (
  sections: readonly CommandSection[],
  output: { readonly stdout: TextOutput; readonly stderr: TextOutput },
  onCalled: (called: CalledCommand) => void,
): Parser => {
  const root = new Parser('understudy')
    .version(version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Show this help.')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
      // Wrong usage is thrown, and told in the one place that tells errors.
      outputError: () => undefined,
    })
    .configureHelp({ formatHelp: () => helpText(sections) })
  for (const [flag, type] of tenantOptions) root.addOption(tenantOptionOf(flag, type))
  for (const command of sections.flatMap(({ commands }) => commands)) {
    const leaf = addCommand(root, sections, command)
    leaf.action(() =>
      onCalled({
        command,
        flags: valuesOf(leaf, Object.keys(command.flags ?? {})),
        positionals: leaf.args,
        optionTexts: valuesOf(
          root,
          tenantOptions.map(([flag]) => flag),
        ) as CalledCommand['optionTexts'],
      }),
    )
  }
  return root
}

const addCommand = (root: Parser, sections: readonly CommandSection[], { name, ...command }: Command): Parser => {
  const words = name.split(' ')
  const group = words.slice(0, -1).reduce((parent, word) => {
    const known = parent.commands.find((each) => each.name() === word)
    return known ?? parent.command(word).configureHelp({ formatHelp: () => groupHelp(sections, word) })
  }, root)
  const leaf = group
    .command(words.at(-1) ?? name)
    .description(command.summary.replaceAll('`', ''))
    .configureHelp({})
    .addHelpText(
      'after',
      '\nOptions of the tenant, such as --data-dir, may be given too: `understudy help` lists them.',
    )
  for (const argument of argumentsOf(command.usage ?? '')) leaf.addArgument(argument)
  for (const [flag, definition] of Object.entries(command.flags ?? {})) leaf.addOption(optionOf(flag, definition))
  return leaf
}

const valuesOf = (parser: Parser, flags: readonly string[]): CalledCommand['flags'] =>
  Object.fromEntries(
    flags.map((flag) => {
      const option = parser.options.find(({ long }) => long === `--${flag}`)
      return [flag, option === undefined ? undefined : parser.getOptionValue(option.attributeName())]
    }),
  )
