import { installDebianPackage } from '../steps/debian-package.mjs'
import { findProgram } from '../steps/find-program.mjs'

/** Debian's packages by a program that each brings: the server, and what makes its data folder. */
const packages = { mariadbd: 'mariadb-server-core', my_print_defaults: 'mariadb-client-core' }

/** Makes sure that the tests of connections find a MariaDB server: an installed one, or a newly installed one. */
export const requireMariadb = async () => {
  for (const [program, name] of Object.entries(packages)) {
    if (findProgram([program, `/usr/sbin/${program}`])) continue
    await installDebianPackage(
      name,
      'The tests of MySQL connections need the MariaDB server programs. Install them (Debian, Ubuntu: apt-get install mariadb-server-core mariadb-client-core; macOS: brew install mariadb).',
    )
  }
}
