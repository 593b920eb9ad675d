import type { Config } from '../config/options.js'

/** A flag that one command has beside the tenant's options. */
export interface CommandFlag {
  readonly type: 'string' | 'boolean'
  /** May be given several times. */
  readonly multiple?: boolean
  /** What its value is, for the help; `text` without it. */
  readonly value?: string
  /** The only values that it takes, where there are few or the rest is a mistake. */
  readonly choices?: readonly string[]
  readonly explanation: string
}

/** A flag as it is written on the command line. */
export const flagUsage = (name: string, { type, value = 'text' }: CommandFlag): string =>
  type === 'string' ? `--${name} <${value}>` : `--${name}`

/** Where a command writes. */
export interface TextOutput {
  readonly write: (text: string) => unknown
}

/** What a command was called with. */
export interface Invocation {
  readonly config: Config
  /** Values of the command's own flags by name; a list where the flag may be repeated. */
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  /** Arguments after the command's name. */
  readonly positionals: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly stdout: TextOutput
  readonly stderr: TextOutput
}

/** One command of `understudy`. */
export interface Command {
  /** The words that call it, separated by a space. */
  readonly name: string
  /** Its arguments, all of them required: `<what it is>` each, or `<this|that>` where only those words will do. */
  readonly usage?: string
  readonly summary: string
  readonly flags?: Readonly<Record<string, CommandFlag>>
  /**
   * Runs it.
   *
   * @returns the exit code
   * @throws UnderstudyError, which is told with its solution
   */
  readonly run: (invocation: Invocation) => Promise<number>
}

/** The flag of commands that concern one tenant of a store with several. */
export const tenantFlag = {
  tenant: {
    type: 'string',
    value: 'host name or id',
    explanation: 'The tenant that is meant, in a store with several.',
  },
} as const satisfies Record<string, CommandFlag>

/** The flag of commands that can answer scripts. */
export const jsonFlag = {
  json: { type: 'boolean', explanation: 'Write one line of JSON to standard output, for scripts.' },
} as const satisfies Record<string, CommandFlag>

/** Flags that many commands have: explained once, not with each. */
export const sharedFlags: Readonly<Record<string, CommandFlag>> = { ...tenantFlag, ...jsonFlag }

/** Splits the flags of a command into those of its own and the names of those that it shares with others. */
export const splitFlags = ({ flags = {} }: Command): { own: [string, CommandFlag][]; shared: string[] } => {
  const isShared = ([name, flag]: [string, CommandFlag]) => sharedFlags[name] === flag
  const entries = Object.entries(flags)
  return {
    own: entries.filter((entry) => !isShared(entry)),
    shared: entries.filter(isShared).map(([name]) => `--${name}`),
  }
}
