import { UnderstudyError } from '@understudy/contract'
import { checkApp } from '../../apps/check-app.js'
import { type Command, jsonFlag } from '../command.js'
import { findingLines } from './finding-output.js'
import { showProgress } from './reload-output.js'

/** `understudy app check <folder>`: what in an app folder cannot work, for people and for build servers. */
export const appCheckCommand: Command = {
  name: 'app check',
  usage: '<folder>',
  summary: 'Load an app folder into a place that is thrown away, and tell what cannot work; exit code 1 if anything.',
  flags: jsonFlag,
  run: async ({ flags, positionals, stdout, stderr }) => {
    const [folder] = positionals
    if (folder === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the app folder.')
    const findings = await checkApp(folder, showProgress(stderr))
    const works = findings.length === 0
    stdout.write(
      flags.json === true
        ? `${JSON.stringify({ works, findings })}\n`
        : works
          ? 'Everything in the folder works.\n'
          : findingLines(findings),
    )
    return works ? 0 : 1
  },
}
