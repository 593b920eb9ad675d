import { DuckDBInstance } from '@duckdb/node-api'
import { isBlankScript } from '../check/load-script.js'

/** What keeps a script from being read, with the line where the database stopped. */
export interface ScriptProblem {
  readonly message: string
  /** From 0. */
  readonly line: number
}

/** Parses a script without running anything of it. Nothing is read but the text. */
export const checkScript = async (script: string): Promise<ScriptProblem | null> => {
  if (isBlankScript(script)) return null
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '64MB',
    enable_external_access: 'false',
    lock_configuration: 'true',
  })
  try {
    const connection = await instance.connect()
    try {
      await connection.extractStatements(script)
      return null
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      const [message = text] = text.split('\n\n')
      return { message, line: Math.max(Number(/\bLINE (\d+):/.exec(text)?.[1] ?? 1) - 1, 0) }
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}
