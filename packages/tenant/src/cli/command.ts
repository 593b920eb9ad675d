import type { Config } from '../config/options.js'

/** A flag that one command has beside the tenant's options. */
export interface CommandFlag {
  readonly type: 'string' | 'boolean'
  /** May be given several times. */
  readonly multiple?: boolean
  readonly explanation: string
}

/** Where a command writes. */
export interface TextOutput {
  readonly write: (text: string) => unknown
}

/** What a command was called with. */
export interface Invocation {
  readonly config: Config
  /** Values of the command's own flags, as `node:util` parses them. */
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
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
  /** Its arguments, for the help. */
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

/** The flag of commands that can answer scripts. */
export const jsonFlag = {
  json: { type: 'boolean', explanation: 'Write one line of JSON to standard output, for scripts.' },
} as const satisfies Record<string, CommandFlag>
