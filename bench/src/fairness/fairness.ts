import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type CrowdFolder, makeCrowdFolder, startCrowdTenant } from './crowd-tenant.js'
import { hostileCalls } from './hostile-calls.js'
import { beginLooking, type Felt } from './onlooker.js'

/** The worst that another person feels while somebody makes hostile calls, in ms, and what it costs the tenant. */
export interface FairnessFigures {
  readonly worstQueryMs: number
  readonly worstHttpMs: number
  readonly peakMemoryMb: number
  readonly calls: number
  readonly survived: number
}

/** How long a call is made again and again, in ms, and how long its last answer may take beyond. */
const measured = 4_000
const patience = 20_000

const hostileClient = fileURLToPath(new URL('./hostile-client.js', import.meta.url))

/**
 * Measures what one person's hostile but well-formed calls do to everybody else, each against a tenant of its own.
 *
 * @param progress receives a line per call
 * @param names the calls that are made; all of them by default
 */
export const fairness = async (
  progress: (line: string) => void,
  names: readonly string[] = [],
): Promise<FairnessFigures> => {
  const folder = await makeCrowdFolder()
  const calls = Object.keys(hostileCalls).filter(
    (call) => names.length === 0 || names.some((part) => call.includes(part)),
  )
  const suffered: Suffered[] = []
  try {
    for (const call of calls) {
      const one = await suffer(folder, call)
      const memory = one.survived ? `${one.peakMemoryMb.toFixed(0)} MB` : 'the tenant died'
      progress(`${call}: query ${one.worstQuery.toFixed(0)} ms, HTTP ${one.worstHttp.toFixed(0)} ms, ${memory}`)
      suffered.push(one)
    }
  } finally {
    await folder.remove()
  }
  const worst = (figure: (one: Suffered) => number): number => Math.round(Math.max(0, ...suffered.map(figure)))
  return {
    worstQueryMs: worst(({ worstQuery }) => worstQuery),
    worstHttpMs: worst(({ worstHttp }) => worstHttp),
    peakMemoryMb: worst(({ peakMemoryMb }) => peakMemoryMb),
    calls: suffered.length,
    survived: suffered.filter(({ survived }) => survived).length,
  }
}

interface Suffered extends Felt {
  readonly peakMemoryMb: number
  readonly survived: boolean
}

const suffer = async (folder: CrowdFolder, call: string): Promise<Suffered> => {
  const { url, server, tokenOf } = await startCrowdTenant(folder)
  try {
    const onlooker = await beginLooking(url, await tokenOf('bench|onlooker'))
    await hostilely(call, url, await tokenOf('bench|hostile'))
    const felt = onlooker.stop()
    const memory = await server.peakMemory().catch(() => undefined)
    return { ...felt, peakMemoryMb: (memory ?? 0) / 2 ** 20, survived: memory !== undefined }
  } finally {
    await server.stop()
  }
}

/** Lets a process of its own make the call for the time that is measured. */
const hostilely = async (call: string, url: string, token: string): Promise<void> => {
  const child = spawn(process.execPath, [hostileClient, call, url, token, String(measured)], { stdio: 'inherit' })
  const cut = setTimeout(() => child.kill('SIGKILL'), measured + patience)
  await once(child, 'exit')
  clearTimeout(cut)
}
