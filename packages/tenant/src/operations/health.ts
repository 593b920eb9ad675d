import { access, constants } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { directExecution } from '../store/direct-execution.js'
import type { Store } from '../store/schema.js'

/** What a process is about to do. */
export type Phase = 'starting' | 'serving' | 'draining'

/** What a node needs to answer people, and how to find out whether it has it. */
export type ReadinessChecks = Readonly<Record<'store' | 'keys' | 'snapshots', () => Promise<boolean>>>

/** Whether a node should be sent requests. It says what is wrong and never why: anybody may ask. */
export interface Readiness {
  readonly status: Phase | 'failing'
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>
}

/** The health of a process, from its start to its end. */
export interface Health {
  readonly begin: (phase: Phase, checks?: ReadinessChecks) => void
  readonly readiness: () => Promise<Readiness>
}

/** Milliseconds in which a check has to succeed. */
const patience = 2_000

/** For how many milliseconds an answer is given again, so that nobody loads the store by asking. */
const remembered = 500

const passes = async (check: () => Promise<boolean>): Promise<boolean> => {
  const tooLong = new AbortController()
  try {
    return await Promise.race([check(), delay(patience, false, { signal: tooLong.signal })])
  } catch {
    return false
  } finally {
    tooLong.abort()
  }
}

const runChecks = async (phase: Phase, checks: Partial<ReadinessChecks>): Promise<Readiness> => {
  const entries = Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const)
  const results = await Promise.all(entries)
  const failing = results.some(([, passed]) => !passed)
  return {
    status: phase === 'serving' && failing ? 'failing' : phase,
    checks: Object.fromEntries(results.map(([name, passed]) => [name, passed ? 'ok' : 'failing'])),
  }
}

/**
 * Follows the health of a process; it is `starting` until it is told otherwise.
 *
 * @param clock milliseconds
 */
export const followHealth = (clock: () => number): Health => {
  let phase: Phase = 'starting'
  let checks: Partial<ReadinessChecks> = {}
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined
  return {
    begin: (next, nextChecks) => {
      phase = next
      checks = nextChecks ?? checks
      last = undefined
    },
    readiness: () => {
      const now = clock()
      if (last === undefined || now - last.at >= remembered) last = { at: now, answer: runChecks(phase, checks) }
      return last.answer
    },
  }
}

/** What a node needs: its store answers, every tenant can sign, and snapshots can be written. */
export const readinessChecks = (node: {
  readonly store: Store
  /** Whether every tenant that is served has a key to sign with. */
  readonly canSign: () => boolean
  readonly snapshotsDir: string
}): ReadinessChecks => ({
  store: async () => {
    await directExecution(node.store)({ sql: 'select 1', parameters: [] })
    return true
  },
  keys: async () => node.canSign(),
  snapshots: async () => {
    await access(node.snapshotsDir, constants.R_OK | constants.W_OK)
    return true
  },
})
