import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { loadScriptRefusal } from '../check/load-script.js'
import { undeclaredSources } from '../check/undeclared-sources.js'
import type { ReadableSources } from './data-sources.js'
import { refuseMachineNames, withoutPaths } from './machine-names.js'
import { makeNeutralFolder, type NeutralFolder } from './neutral-folder.js'
import type { ReloadLimits } from './reload-limits.js'
import type { ReloadProgress } from './reload-report.js'
import { refuseMisplacedSectionAccess } from './section-access-place.js'
import { quoteText } from './sql-text.js'
import { stageSource } from './tables/stage-source.js'

/** COPY, ATTACH, PRAGMA, CALL and the like can write files or change the instance, and no model needs them. */
const allowedStatements: ReadonlySet<StatementType> = new Set([
  StatementType.SELECT,
  StatementType.INSERT,
  StatementType.UPDATE,
  StatementType.DELETE,
  StatementType.CREATE,
  StatementType.CREATE_FUNC,
  StatementType.ALTER,
  StatementType.DROP,
  StatementType.VARIABLE_SET,
  StatementType.SET,
  StatementType.ANALYZE,
  StatementType.TRANSACTION,
])

/** The database refuses to log to a file here, but its instance ends the process when it is closed after that. */
const logging = /\benable_logging"?\s*\(/i

/** Space, comments and semicolons only. */
const withoutStatements = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/

/**
 * Runs the app's data script in a database file of its own. The instance reads the app's data folder and the declared
 * sources, nothing else, and its configuration is locked. Neither its data nor its messages hold paths of the machine.
 *
 * @param stagingFile path of a database file that does not exist yet
 * @returns the names of the base tables that the script left behind, in order of creation; none for a script without
 *   statements, which makes an app without data
 * @throws UnderstudyError ENGINE-RELOAD-STATEMENT, ENGINE-RELOAD-MODEL, ENGINE-RELOAD-SCRIPT, ENGINE-RELOAD-SECTION-ACCESS or
 *   ENGINE-RELOAD-STOPPED
 */
export const runDataScript = async (
  sources: ReadableSources,
  stagingFile: string,
  limits: ReloadLimits,
  onProgress: (progress: ReloadProgress) => void,
): Promise<readonly string[]> => {
  const neutral = await makeNeutralFolder(sources)
  try {
    return await runApart({ sources, neutral, stagingFile }, limits, onProgress)
  } finally {
    await neutral.remove()
  }
}

/** What a script runs on. */
interface ScriptPlace {
  readonly sources: ReadableSources
  readonly neutral: NeutralFolder
  readonly stagingFile: string
}

const runApart = async (
  { sources, neutral, stagingFile }: ScriptPlace,
  limits: ReloadLimits,
  onProgress: (progress: ReloadProgress) => void,
): Promise<readonly string[]> => {
  const instance = await DuckDBInstance.create(stagingFile, {
    threads: String(limits.threads),
    memory_limit: limits.memoryLimit,
    temp_directory: join(stagingFile, '..', 'spill'),
    ...(limits.spillLimit === undefined ? {} : { max_temp_directory_size: limits.spillLimit }),
  })
  // The links may be followed in messages.
  const paths = [
    ...[neutral.path, dirname(stagingFile), sources.folder, process.cwd(), homedir()],
    ...[...sources.declared.values()].map(dirname),
  ]
  try {
    const connection = await instance.connect()
    await lockDown(connection, sources, neutral)
    const tables = await limits.guard(connection, async () => {
      for (const [name, open] of sources.tables) {
        const tell = (done: number) => onProgress({ stage: 'sources', subject: name, done, total: 0 })
        await stageSource(connection, name, open, limits.signal, tell)
      }
      const statements = await runStatements(connection, sources, paths, onProgress)
      await refuseMisplacedSectionAccess(connection)
      const created = await createdTables(connection)
      if (statements > 0 && created.length === 0)
        throw new UnderstudyError('ENGINE-RELOAD-MODEL', 'data.sql creates no table')
      return created
    })
    connection.closeSync()
    return tables
  } finally {
    instance.closeSync()
  }
}

const lockDown = async (
  connection: DuckDBConnection,
  real: ReadableSources,
  { path: neutral, sources }: NeutralFolder,
): Promise<void> => {
  for (const [name, path] of sources.declared) await connection.run(`SET VARIABLE ${name} = ${quoteText(path)}`)
  const folders = [`${sources.dataFolder}/`, ...(await relativeDataFolder(real))]
  await connection.run(`SET file_search_path = ${quoteText(sources.folder)}`)
  await connection.run(`SET allowed_directories = [${folders.map(quoteText).join(', ')}]`)
  await connection.run(`SET allowed_paths = [${[...sources.declared.values()].map(quoteText).join(', ')}]`)
  // The staging file is read once: compressing it would take longer than everything else.
  await connection.run("SET force_compression = 'uncompressed'")
  for (const setting of ['home_directory', 'extension_directory', 'secret_directory'])
    await connection.run(`SET ${setting} = ${quoteText(join(neutral, 'none'))}`)
  await connection.run('SET autoinstall_known_extensions = false')
  await connection.run('SET autoload_known_extensions = false')
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}

/**
 * DuckDB looks for `data/...` below the working directory of the process first. It may do so only where that is the
 * app's own data folder or does not exist.
 */
const relativeDataFolder = async (sources: ReadableSources): Promise<readonly string[]> => {
  if (!existsSync('data')) return ['data/']
  return (await realpath('data')) === sources.dataFolder ? ['data/'] : []
}

const runStatements = async (
  connection: DuckDBConnection,
  { script, declared, tables }: ReadableSources,
  paths: readonly string[],
  onProgress: (progress: ReloadProgress) => void,
): Promise<number> => {
  const refusal = loadScriptRefusal(script)
  if (refusal) throw refusal
  const messageOf = (cause: unknown): string => withoutPaths(firstPart(cause), paths)
  // What fails because of a source that nobody declared is told as that.
  const [undeclared] = undeclaredSources(script, [...declared.keys(), ...tables.keys()])
  const failed = (position: string, cause: unknown): UnderstudyError => {
    const hint = undeclared ? `; ${undeclared.problem}` : ''
    return new UnderstudyError('ENGINE-RELOAD-SCRIPT', `${position}: ${messageOf(cause)}${hint}`, { cause })
  }
  if (logging.test(script)) throw new UnderstudyError('ENGINE-RELOAD-STATEMENT', 'data.sql calls enable_logging')
  refuseMachineNames(script)
  // The database refuses a script without statements.
  if (withoutStatements.test(script)) return 0
  const statements = await connection.extractStatements(script).catch((cause) => {
    throw new UnderstudyError('ENGINE-RELOAD-SCRIPT', messageOf(cause), { cause })
  })
  for (let index = 0; index < statements.count; index++) {
    const position = `statement ${index + 1} of ${statements.count}`
    onProgress({ stage: 'statements', subject: position, done: index, total: statements.count })
    const prepared = await statements.prepare(index).catch((cause) => {
      throw failed(position, cause)
    })
    if (!allowedStatements.has(prepared.statementType)) {
      const type = StatementType[prepared.statementType]
      throw new UnderstudyError('ENGINE-RELOAD-STATEMENT', `${position} is of type ${type}`)
    }
    await prepared.run().catch((cause) => {
      throw failed(position, cause)
    })
    prepared.destroySync()
  }
  return statements.count
}

const createdTables = async (connection: DuckDBConnection): Promise<readonly string[]> => {
  const reader = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary ORDER BY table_oid`,
  )
  return reader.getRowsJS().map(([name]) => String(name))
}

const firstPart = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n\n')[0] ?? ''
