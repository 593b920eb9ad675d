import { existsSync, readdirSync } from 'node:fs'
import { installDebianPackage } from '../steps/debian-package.mjs'
import { findProgram } from '../steps/find-program.mjs'

const DEBIAN_FOLDER = '/usr/lib/postgresql'

const findPostgres = () => {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(b) - Number(a)) : []
  return findProgram([...versions.map((version) => `${DEBIAN_FOLDER}/${version}/bin/postgres`), 'postgres'])
}

/** Makes sure that the store tests find a PostgreSQL server: an installed one, or a newly installed one. */
export const requirePostgresql = async () => {
  if (findPostgres()) return
  await installDebianPackage(
    'postgresql',
    'The store tests need the PostgreSQL server programs. Install them (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql).',
  )
}
