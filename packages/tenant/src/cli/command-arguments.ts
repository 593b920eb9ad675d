import { didYouMean } from '@understudy/contract'
import { Argument, InvalidArgumentError, Option } from 'commander'
import { type CommandFlag, flagUsage } from './command.js'

/** So many choices are listed in an error; of more, only the closest is told. */
const listedChoices = 8

/** The arguments of a command, from its usage. */
export const argumentsOf = (usage: string): Argument[] =>
  [...usage.matchAll(/<([^>]+)>/g)].map(([, name = '']) => {
    const argument = new Argument(`<${name}>`)
    return name.includes('|') ? argument.argParser(oneOf(name.split('|'))) : argument
  })

/** The option of one flag of a command. */
export const optionOf = (name: string, flag: CommandFlag): Option => {
  const option = new Option(flagUsage(name, flag), flag.explanation.replaceAll('`', ''))
  if (flag.type === 'boolean') return option
  const read = flag.choices === undefined ? anyText : oneOf(flag.choices)
  return option.argParser<string | readonly string[]>(
    flag.multiple ? (text, before = []) => [...before, read(text)] : read,
  )
}

/** The option that stands for one of the tenant's: the configuration reads its text, from wherever it comes. */
export const tenantOptionOf = (flag: string, type: string): Option =>
  new Option(`--${flag} <${type}>`).argParser(anyText)

/** A flag in the place of a value is a value forgotten: nobody names a thing so. */
const anyText = (text: string): string => {
  if (text.startsWith('--')) throw new InvalidArgumentError('It is an option: the value before it is missing.')
  return text
}

const oneOf =
  (choices: readonly string[]) =>
  (text: string): string => {
    if (choices.includes(text)) return text
    const allowed = choices.length > listedChoices ? 'There is no such value.' : `Allowed are ${choices.join(', ')}.`
    throw new InvalidArgumentError(`${allowed}${didYouMean(text, choices)}`)
  }
