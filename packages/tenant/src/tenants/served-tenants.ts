import type { Logger } from 'pino'
import { tenantChooser } from './choose-tenant.js'
import { listTenants, type StoredTenant, withOrigins } from './list-tenants.js'
import type { Tenant } from './tenant.js'
import type { ServerDependencies, TenantContext } from './tenant-context.js'

/** The tenants that this node serves, as they were a second ago at most. Requests read memory only. */
export interface ServedTenants {
  readonly dependencies: ServerDependencies
  /** The tenant that a `Host` header names; undefined when it belongs to none. */
  readonly of: (host: string | undefined) => TenantContext | undefined
  readonly all: () => readonly TenantContext[]
  /** Tells where the server listens; nothing is served before. */
  readonly listenAt: (url: string) => void
  /** Ends following the store. */
  readonly close: () => Promise<void>
}

/** Milliseconds between two looks for changes that nobody announced: those of the command line, of a lost notification. */
const lookingInterval = 1000

/**
 * Serves the tenants of the store, and follows their changes: tenants that are made, renamed or deactivated, and their
 * keys. A node learns of a change by the notification of another node, or else by their revisions within a second.
 *
 * @param stored as read before, so that the caller could refuse to serve none
 */
export const serveTenants = (
  opened: Omit<ServerDependencies, 'tenantChanged'>,
  stored: readonly StoredTenant[],
  log: Pick<Logger, 'error'>,
): ServedTenants => {
  const { store, config, identityChanges, keys } = opened
  let listening: string | undefined
  let contexts: readonly TenantContext[] = []
  let choose = tenantChooser(contexts)
  let revisions = ''

  const serve = (tenants: readonly StoredTenant[]): void => {
    if (listening === undefined) return
    contexts = withOrigins(tenants, config.publicOrigin, listening).map((tenant) => {
      const known = contexts.find((each) => sameTenant(each.tenant, tenant))
      return known ?? { ...dependencies, tenant }
    })
    choose = tenantChooser(contexts)
  }

  const read = async (): Promise<void> => {
    const former = contexts
    const seen = await readRevisions()
    await keys.reload()
    serve(await listTenants(store))
    revisions = seen
    const active = new Set(contexts.filter(({ tenant }) => tenant.status === 'active').map(({ tenant }) => tenant.id))
    // Every node finds this out by itself, so each tells only its own sockets.
    for (const { tenant } of former) {
      if (!active.has(tenant.id)) identityChanges.publishHere({ tenantId: tenant.id, kind: 'tenant', id: tenant.id })
    }
  }

  /** One after the other: what was read first must not replace what was read last. */
  let reading: Promise<void> = Promise.resolve()
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(read)
    return reading
  }

  const readRevisions = async (): Promise<string> => {
    const rows = await store.selectFrom('tenants').select(['tenant_id', 'revision']).orderBy('tenant_id').execute()
    return rows.map(({ tenant_id, revision }) => `${tenant_id} ${revision}`).join()
  }

  const lookForChanges = async (): Promise<void> => {
    if ((await readRevisions()) !== revisions) await refresh()
  }

  const failed = (error: unknown): void => log.error({ err: error }, 'The tenants cannot be read again')
  const stopListening = identityChanges.subscribe(({ kind }) => {
    if (kind === 'tenant-settings') refresh().catch(failed)
  })
  let looking: Promise<void> | undefined
  const timer = setInterval(() => {
    looking ??= lookForChanges()
      .catch(failed)
      .finally(() => {
        looking = undefined
      })
  }, lookingInterval)
  timer.unref()

  const dependencies: ServerDependencies = {
    ...opened,
    tenantChanged: async (tenantId) => {
      identityChanges.publish({ tenantId, kind: 'tenant-settings', id: tenantId })
      await reading
    },
  }
  return {
    dependencies,
    of: (host) => choose(host),
    all: () => contexts,
    listenAt: (url) => {
      listening = url
      serve(stored)
    },
    close: async () => {
      clearInterval(timer)
      stopListening()
      await looking
      await reading.catch(() => undefined)
    },
  }
}

const sameTenant = (one: Tenant, other: Tenant): boolean => JSON.stringify(one) === JSON.stringify(other)
