import type { Logger } from 'pino'
import { type KeyKeeping, keepKeys } from '../keys/keep-keys.js'

/** What looking after the tenants needs. */
export interface TenantUpkeep extends KeyKeeping {
  /** Told of every tenant that was deleted, or whose keys were changed. */
  readonly onChange: (tenantId: string) => void
  /** Deletes tenants whose time is over; returns their ids. */
  readonly purge: () => Promise<readonly string[]>
  /** Deletes this node's files of tenants that were purged. */
  readonly sweep: () => Promise<void>
  readonly log: Pick<Logger, 'error'>
}

/** Milliseconds between two looks at the tenants; far less than a next key is published before it signs. */
const lookingInterval = 60_000

/**
 * Does what is due with the tenants now, and again every minute: deletes those whose time is over, this node's files of
 * them, and looks after the keys of all others.
 *
 * @throws the database's error, the first time; later failures are logged, and tried again
 */
export const lookAfterTenants = async (upkeep: TenantUpkeep): Promise<{ readonly close: () => Promise<void> }> => {
  const { store, onChange, log, purge, sweep } = upkeep
  const lookAfterAll = async (): Promise<void> => {
    for (const tenantId of await purge()) onChange(tenantId)
    // A folder that cannot be deleted is no reason to leave the keys of all tenants alone, or not to start.
    await sweep().catch((error: unknown) => log.error({ err: error }, 'Files of purged tenants could not be deleted'))
    const tenants = await store.selectFrom('tenants').select('tenant_id').execute()
    for (const { tenant_id: tenantId } of tenants) {
      if (await keepKeys(upkeep, tenantId)) onChange(tenantId)
    }
  }
  await lookAfterAll()
  let underWay: Promise<void> | undefined
  const timer = setInterval(() => {
    underWay ??= lookAfterAll()
      .catch((error: unknown) => log.error({ err: error }, 'The tenants could not be looked after'))
      .finally(() => {
        underWay = undefined
      })
  }, lookingInterval)
  timer.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await underWay
    },
  }
}
