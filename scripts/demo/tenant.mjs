import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf } from '../steps/fingerprint.mjs'
import { step } from '../steps/progress.mjs'
import { root } from '../steps/root.mjs'
import { runCommand } from '../steps/run-command.mjs'

const cli = 'packages/tenant/bin/understudy.mjs'
const appFolder = 'apps/flights'

/** Makes the tenant at the first start; resolves to its administrator client. */
export const ensureTenant = async (dataDir, known) => {
  if (known) return known
  const output = await step('Making a tenant', () =>
    runCommand(process.execPath, [cli, 'init', '--data-dir', dataDir, '--json'], { captureOutput: true }),
  )
  const { clientId, clientSecret } = JSON.parse(output)
  return { clientId, clientSecret }
}

/** Adds the flights app, and reloads it when its folder or its data have changed since. */
export const ensureFlights = async (dataDir, loadedFingerprint) => {
  const { id: appId } = JSON.parse(readFileSync(join(root, appFolder, 'app.json'), 'utf8'))
  const fingerprint = fingerprintOf([appFolder, 'packages/engine/src', 'package-lock.json'])
  if (fingerprint !== loadedFingerprint)
    await step('Loading three million flights', () =>
      runCommand(process.execPath, [cli, 'app', 'add', appFolder, '--data-dir', dataDir]),
    )
  return { appId, fingerprint }
}

export const startTenant = (servers, { dataDir, tenantPort, tenantUrl }) =>
  servers.start('tenant', [cli, 'serve', '--data-dir', dataDir, '--port', String(tenantPort), '--log-level', 'warn'], {
    answersAt: `${tenantUrl}/.well-known/jwks.json`,
  })
