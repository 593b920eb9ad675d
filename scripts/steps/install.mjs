import { join } from 'node:path'
import { fingerprintOf, isStamped, stamp } from './fingerprint.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'
import { runCommand } from './run-command.mjs'

const stampFile = join(root, 'node_modules', '.installed-lock')

/** Installs the packages of the lock file, unless exactly these are installed already. */
export const install = async () => {
  const fingerprint = fingerprintOf(['package-lock.json'])
  if (isStamped(stampFile, fingerprint)) return
  await step('Installing packages (the first time downloads some hundred MB)', () =>
    runCommand('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']),
  )
  stamp(stampFile, fingerprint)
}
