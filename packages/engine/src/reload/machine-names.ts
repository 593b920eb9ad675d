import { UnderstudyError } from '@understudy/contract'

/** Functions and views of the database that tell where its files lie, and those that run a text which could name these. */
const telling =
  /\b(?:duckdb_(?:settings|databases|temporary_files|external_file_cache|secrets|extensions|log\w*)|pragma_database_list|pg_settings|current_setting|json_execute_serialized_sql)\b|\bquery(?:_table)?(?="?\s*(?:\(|--|\/\*))/i

/**
 * Refuses a script that asks the database about the machine. The text is looked at as it is, names in comments and texts
 * included: the parser gives no tree of statements that create tables.
 *
 * @throws UnderstudyError ENGINE-RELOAD-STATEMENT
 */
export const refuseMachineNames = (script: string): void => {
  const found = telling.exec(script)?.[0]
  if (found !== undefined)
    throw new UnderstudyError('ENGINE-RELOAD-STATEMENT', `data.sql names ${found}, which can tell of the machine`)
}

/** Takes paths of the machine out of a message of the database: what is left is relative. */
export const withoutPaths = (message: string, paths: readonly string[]): string =>
  [...paths]
    .filter((path) => path.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((text, path) => text.replaceAll(`${path}/`, '').replaceAll(path, '.'), message)
