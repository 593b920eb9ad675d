import { readFileSync } from 'node:fs'
import { didYouMean, UnderstudyError } from '@understudy/contract'
import { type Config, type OptionEntry, options } from './options.js'

/** Option texts by flag name, as a command line or a configuration file gives them. */
export type OptionTexts = Readonly<Record<string, string | undefined>>

/**
 * Puts the configuration together: a flag wins over an environment variable, that over the configuration file, and the
 * default is last.
 *
 * @param flags texts by flag name; `config` names the configuration file, a JSON object with the same keys
 * @throws UnderstudyError `CONFIG-INVALID`
 */
export const loadConfig = (flags: OptionTexts, environment: OptionTexts): Config => {
  const file = flags.config ?? environment.UNDERSTUDY_CONFIG
  const fromFile = file === undefined ? {} : readConfigFile(file)
  return Object.fromEntries(
    Object.entries(options).map(([name, entry]) => [name, optionValue(entry, flags, environment, fromFile)]),
  ) as Config
}

const optionValue = (
  entry: OptionEntry<unknown>,
  flags: OptionTexts,
  environment: OptionTexts,
  fromFile: OptionTexts,
): unknown => {
  const sources = [
    [`--${entry.flag}`, flags[entry.flag]],
    [entry.environment, environment[entry.environment]],
    [`"${entry.flag}" in the configuration file`, fromFile[entry.flag]],
  ] as const
  for (const [source, text] of sources) {
    if (text === undefined) continue
    try {
      return entry.parse(text)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new UnderstudyError('CONFIG-INVALID', `${source} ${error.message.replace(/(?<![.?])$/, '.')}`)
    }
  }
  return entry.default
}

const readConfigFile = (path: string): OptionTexts => {
  const known = new Set<string>(Object.values(options).map((entry) => entry.flag))
  const content = parseJsonFile(path)
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UnderstudyError('CONFIG-INVALID', `${path} must hold a JSON object.`)
  }
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      if (known.has(key)) return [key, String(value)]
      throw new UnderstudyError('CONFIG-INVALID', `${path} has the unknown option "${key}".${didYouMean(key, known)}`)
    }),
  )
}

const parseJsonFile = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UnderstudyError('CONFIG-INVALID', `${path} cannot be read as JSON.`, { cause: error })
  }
}
