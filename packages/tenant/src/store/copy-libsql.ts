import Database from 'libsql'

/**
 * Copies the file of an embedded store as it is at one moment, while others read and write it. Copying the file itself
 * would leave out what is still in its write-ahead log, which is the newest.
 *
 * @param file absolute path of a store that exists
 * @param copy absolute path of a file that does not exist
 */
export const copyLibsqlFile = (file: string, copy: string): void => {
  const database = new Database(file)
  try {
    database.pragma('busy_timeout = 5000')
    database.prepare('VACUUM INTO ?').run(copy)
  } finally {
    database.close()
  }
}
