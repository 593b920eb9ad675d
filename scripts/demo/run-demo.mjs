import { rmSync } from 'node:fs'
import { build } from '../steps/build.mjs'
import { tellFailure } from '../steps/failure.mjs'
import { requireFreePort } from '../steps/free-port.mjs'
import { install } from '../steps/install.mjs'
import { interruption, untilInterrupted } from '../steps/interruption.mjs'
import { say, step } from '../steps/progress.mjs'
import { createServers } from '../steps/servers.mjs'
import { announce, announceAsJson } from './announce.mjs'
import { updateClients } from './clients.mjs'
import { openDemoMemory, requireDemoFolder } from './data-folder.mjs'
import { help, parseOptions } from './options.mjs'
import { demoPeople } from './people.mjs'
import { startPortal } from './portal.mjs'
import { ensureFlights, makeTenant, startTenant } from './tenant.mjs'

/** Installs, builds, sets up and runs the demo until it is interrupted or one of its servers ends. */
export const runDemo = async (args) => {
  const servers = createServers()
  try {
    const options = parseOptions(args)
    if (options.help) return void process.stdout.write(help)
    const demo = await startDemo(options, servers)
    if (options.json) announceAsJson(demo, demoPeople())
    else announce(demo, demoPeople())
    await Promise.race([untilInterrupted(), servers.ended])
    say('Stopping …')
  } catch (error) {
    process.exitCode = interruption.aborted ? 130 : tellFailure(error)
  } finally {
    await servers.stop()
  }
}

const startDemo = async (options, servers) => {
  const { portalPort, tenantPort, appOrigin, dataDir } = options
  const portalUrl = `http://localhost:${portalPort}`
  const tenantUrl = `http://127.0.0.1:${tenantPort}`
  await requireFreePort(portalPort, 'localhost', '--portal-port')
  await requireFreePort(tenantPort, '127.0.0.1', '--tenant-port')
  requireDemoFolder(dataDir)
  await install()
  await build()

  if (options.reset) rmSync(dataDir, { recursive: true, force: true })
  const { memory, remember } = openDemoMemory(dataDir)
  const origins = [portalUrl, appOrigin]
  if (!memory.impersonation) remember(await makeTenant(dataDir, origins))
  const { appId, fingerprint } = await ensureFlights(dataDir, memory.flights)
  remember({ flights: fingerprint })

  await step('Starting the tenant', () => startTenant(servers, { dataDir, tenantPort, tenantUrl }))
  const { admin, people, impersonation } = await updateClients({ tenantUrl, origins, known: memory })
  remember({ people })
  const clients = { admin, people, impersonation }
  await step('Starting the portal', () => startPortal(servers, { portalUrl, portalPort, tenantUrl, appId, clients }))
  return { portalUrl, tenantUrl, appOrigin, appId, clients }
}
