import { Failure } from './failure.mjs'
import { findProgram } from './find-program.mjs'
import { step } from './progress.mjs'
import { runCommand } from './run-command.mjs'

/**
 * Installs a Debian package, where this user may.
 *
 * @param {string} name of the package
 * @param {string} advice what to do where it cannot be installed
 * @throws {Failure} with the advice
 */
export const installDebianPackage = async (name, advice) => {
  const mayInstall = process.getuid?.() === 0 && findProgram(['apt-get'])
  if (!mayInstall) throw new Failure(advice)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await step(`Installing Debian's package ${name}`, async () => {
    await runCommand('apt-get', ['update', '-qq'], { env })
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env })
  })
}
