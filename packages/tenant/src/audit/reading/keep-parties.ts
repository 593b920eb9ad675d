import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Store } from '../../store/schema.js'
import { enterParties, type UnenteredChain, unenteredChains } from './enter-parties.js'

/** What entering the parties of records needs. */
export interface PartyKeeping {
  readonly store: Store
  readonly nodeId: string
  readonly log: Pick<Logger, 'error'>
}

/** Milliseconds between two looks. */
const lookingInterval = 1_000

/** At every so many-th look the chains of other nodes are looked at too: a dead one enters nothing. */
const looksAtOthers = 30

/** How many times as long as a batch takes others have the store after it: tokens come first, and the journal waits. */
const restOfBatch = 9

/** Enters who took part in what the journal tells, a moment after it was written. A failure is logged once, and tried again. */
export const keepParties = ({ store, nodeId, log }: PartyKeeping): { readonly close: () => Promise<void> } => {
  const ending = new AbortController()
  const { signal } = ending
  let looks = 0
  let failing = false
  const look = async (): Promise<void> => {
    const chains = await unenteredChains(store, looks++ % looksAtOthers === 0 ? undefined : nodeId)
    const failures: unknown[] = []
    for (const chain of chains) await enterAll(chain).catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  const enterAll = async (chain: UnenteredChain): Promise<void> => {
    for (let { entered } = chain; !signal.aborted; ) {
      const began = performance.now()
      const reached = await enterParties(store, { ...chain, entered })
      if (reached === entered) break
      entered = reached
      await delay((performance.now() - began) * restOfBatch, undefined, { signal, ref: false })
    }
  }
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await look()
        failing = false
      } catch (error) {
        if (signal.aborted) return
        if (!failing) log.error({ err: error }, 'Who took part in what the audit journal tells could not be entered')
        failing = true
      }
      await delay(lookingInterval, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    close: async () => {
      ending.abort()
      await running
    },
  }
}
