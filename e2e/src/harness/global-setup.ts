import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Demo } from './demo.js'
import { freePorts } from './free-ports.js'
import { runStartScript, stop } from './start-script.js'

/** Starts the demo once for the whole run, the way a script would, and stops it afterwards. */
export default async (project: TestProject) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-e2e-'))
  const [portalPort, tenantPort, appPort] = await freePorts(3)
  const appOrigin = `http://localhost:${appPort}`
  const ports = ['--portal-port', String(portalPort), '--tenant-port', String(tenantPort)]
  const script = runStartScript(['--json', '--data-dir', dataDir, '--app-origin', appOrigin, ...ports])
  script.process.stderr?.pipe(process.stderr)
  const demo: Demo = JSON.parse(await script.firstLine)
  project.provide('demo', demo)
  project.provide('appOrigin', appOrigin)
  const profiles = mkdtempSync(join(tmpdir(), 'understudy-profiles-'))
  project.provide('profiles', profiles)

  return async () => {
    await stop(script)
    rmSync(dataDir, { recursive: true, force: true })
    // A browser's last helpers may still be writing when its main process has gone.
    rmSync(profiles, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
