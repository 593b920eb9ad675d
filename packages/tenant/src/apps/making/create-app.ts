import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { App } from '../app-rows.js'
import { makeAppFolder } from '../folders/make-app-folder.js'
import { replaceFile } from '../folders/replace-file.js'
import { assertMayMake } from './assert-may-make.js'
import { insertApp } from './insert-app.js'
import { loadNewApp } from './load-new-app.js'

/** What a new app is to be like. */
export interface NewApp {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly spaceId?: string | undefined
}

/**
 * Makes an empty app (contract 4.13), which can be opened at once.
 *
 * @throws UnderstudyError APP-CREATE-FORBIDDEN, APP-LIMIT, SPACES-NOT-FOUND
 */
export const createApp = async (
  context: TenantContext,
  caller: Caller,
  { name = 'New app', description = '', spaceId }: NewApp,
): Promise<App> => {
  const { tenant, clock, randomness } = context
  const place = { spaceId: spaceId || null, by: 'making' } as const
  await context.store.transaction().execute((transaction) => assertMayMake(transaction, tenant.id, caller, place))
  const id = randomness.uuid()
  const folder = await makeAppFolder(context, async (path) => {
    await replaceFile(`${path}/app.json`, json({ id, name, description, sources: {} }))
    await replaceFile(`${path}/app-properties.json`, json({ qTitle: name }))
    await replaceFile(`${path}/data.sql`, '')
  })
  const now = new Date(clock()).toISOString()
  const app = await auditedChange(context, async (transaction, note) => {
    await assertMayMake(transaction, tenant.id, caller, place)
    const made = { tenant_id: tenant.id, id, name, description, folder, space_id: place.spaceId }
    const row = await insertApp(transaction, { ...made, owner_id: caller.userId }, now)
    note({ event: 'app.created', outcome: 'success', ...caller.trace, subject: id })
    return row
  })
  return loadNewApp(context, caller, app)
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
