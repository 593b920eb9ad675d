import { resolve } from 'node:path'
import { loadAppDefinition } from '@understudy/engine'
import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import { deleteSharesElsewhere } from '../spaces/shares/delete-share.js'
import type { StoreTransaction } from '../store/schema.js'
import type { Randomness } from '../tenants/tenant-context.js'
import type { App } from './app-rows.js'
import { type SpaceMaking, sharedSpace, spaceNamed } from './shared-space.js'

/** What adding an app needs. */
export interface AppAddingContext extends AuditedChangeContext {
  readonly randomness: Randomness
}

/**
 * Registers an app folder with a tenant, or registers it again after its name or place changed. The data is not loaded:
 * that is what a reload does. Without a space, a new app goes where everyone may open it, and a known one stays where it
 * is.
 *
 * @param folder path of the app folder
 * @param spaceName the space it is to be in
 * @throws UnderstudyError `APP-FOLDER`, `SPACES-NOT-FOUND`
 */
export const addApp = async (context: AppAddingContext, folder: string, spaceName?: string): Promise<App> => {
  const { tenant, clock, randomness } = context
  const path = resolve(folder)
  const { id, name, description } = await loadAppDefinition(path)
  const now = new Date(clock()).toISOString()
  const described = { name, name_folded: name.toLowerCase(), description, folder: path, updated_at: now }
  return auditedChange(context, async (transaction, note) => {
    const known = await knownApp(transaction, tenant.id, id)
    const making = { transaction, note, bytes: randomness.bytes, now }
    const spaceId = await spaceOf(making, tenant.id, known, spaceName)
    const app = await transaction
      .insertInto('apps')
      .values({ tenant_id: tenant.id, id, ...described, space_id: spaceId, has_section_access: 0, created_at: now })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet({ ...described, space_id: spaceId }))
      .returningAll()
      .executeTakeFirstOrThrow()
    await deleteSharesElsewhere(transaction, tenant.id, id, spaceId)
    const event = known === undefined ? 'app.added' : 'app.updated'
    note({ event, outcome: 'success', actor: { type: 'operator', id: 'command line' }, subject: id })
    return app
  })
}

const spaceOf = async (
  making: SpaceMaking,
  tenantId: string,
  known: Pick<App, 'space_id'> | undefined,
  spaceName: string | undefined,
): Promise<string | null> => {
  if (spaceName !== undefined) return (await spaceNamed(making.transaction, tenantId, spaceName)).id
  return known === undefined ? sharedSpace(making, tenantId) : known.space_id
}

const knownApp = (
  transaction: StoreTransaction,
  tenantId: string,
  appId: string,
): Promise<Pick<App, 'space_id'> | undefined> =>
  transaction
    .selectFrom('apps')
    .select('space_id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', appId)
    .executeTakeFirst()
