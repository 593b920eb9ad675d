import type { Logger } from 'pino'
import { type KeyKeeping, keepKeys } from './keep-keys.js'

/** What following the schedule needs. */
export interface KeyScheduling extends KeyKeeping {
  /** Told of every tenant whose keys were changed. */
  readonly onChange: (tenantId: string) => void
  /** Deletes tenants whose time is over; returns their ids. */
  readonly purge: () => Promise<readonly string[]>
  /** Deletes this node's files of tenants that were purged. */
  readonly sweep: () => Promise<void>
  readonly log: Pick<Logger, 'error'>
}

/** Milliseconds between two looks at the keys; far less than a next key is published before it signs. */
const lookingInterval = 60_000

/**
 * Purges tenants and does what is due with every other tenant's keys now, and again every minute.
 *
 * @throws the database's error, the first time; later failures are logged, and tried again
 */
export const followKeySchedule = async (
  scheduling: KeyScheduling,
): Promise<{ readonly close: () => Promise<void> }> => {
  const { store, onChange, log, purge, sweep } = scheduling
  const keepAll = async (): Promise<void> => {
    for (const tenantId of await purge()) onChange(tenantId)
    // A folder that cannot be deleted is no reason to leave the keys of all tenants alone, or not to start.
    await sweep().catch((error: unknown) => log.error({ err: error }, 'Files of purged tenants could not be deleted'))
    const tenants = await store.selectFrom('tenants').select('tenant_id').execute()
    for (const { tenant_id: tenantId } of tenants) {
      if (await keepKeys(scheduling, tenantId)) onChange(tenantId)
    }
  }
  await keepAll()
  let keeping: Promise<void> | undefined
  const timer = setInterval(() => {
    keeping ??= keepAll()
      .catch((error: unknown) => log.error({ err: error }, 'The signing keys could not be looked after'))
      .finally(() => {
        keeping = undefined
      })
  }, lookingInterval)
  timer.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await keeping
    },
  }
}
