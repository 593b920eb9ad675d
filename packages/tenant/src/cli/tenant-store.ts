import { UnderstudyError } from '@understudy/contract'
import { dataPaths } from '../config/data-paths.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/schema.js'
import type { Invocation } from './command.js'

const chosenTenant = async (store: Store, wanted: string | undefined): Promise<string> => {
  const tenants = await store.selectFrom('tenants').select('tenant_id').execute()
  const hostnames = await store.selectFrom('tenant_hostnames').selectAll().execute()
  const named = hostnames.find(({ hostname }) => hostname === wanted?.toLowerCase())?.tenant_id ?? wanted
  const [only, ...others] = tenants.filter(({ tenant_id }) => named === undefined || tenant_id === named)
  if (only && others.length === 0) return only.tenant_id
  throw new UnderstudyError(
    'CLI-USAGE',
    only
      ? 'The store has several tenants: choose one with --tenant.'
      : 'There is no such tenant. `understudy init` makes one.',
  )
}

/** Runs part of a command on the store of one tenant, and closes the store. */
export const withTenantStore = async <T>(
  { config, flags }: Invocation,
  run: (store: Store, tenantId: string) => Promise<T>,
): Promise<T> => {
  const store = await openStore(dataPaths(config).store)
  try {
    return await run(store, await chosenTenant(store, typeof flags.tenant === 'string' ? flags.tenant : undefined))
  } finally {
    await store.destroy()
  }
}
