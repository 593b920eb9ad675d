import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf } from '../steps/fingerprint.mjs'
import { step } from '../steps/progress.mjs'
import { root } from '../steps/root.mjs'
import { runCommand } from '../steps/run-command.mjs'

const cli = 'packages/tenant/bin/understudy.mjs'
const appFolder = 'apps/flights'

/**
 * Makes the tenant at the first start.
 *
 * @param {readonly string[]} origins of the pages that use tokens of its impersonation client
 * @returns {Promise<object>} its clients by their job: `admin`, `people`, `impersonation`
 */
export const makeTenant = async (dataDir, origins) => {
  const command = [cli, 'init', '--data-dir', dataDir, '--json', ...origins.flatMap((origin) => ['--origin', origin])]
  const output = await step('Making a tenant', () => runCommand(process.execPath, command, { captureOutput: true }))
  return JSON.parse(output).clients
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
