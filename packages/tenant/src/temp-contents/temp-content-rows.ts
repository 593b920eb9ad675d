import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { Config } from '../config/options.js'
import { tenantFiles } from '../files/tenant-files.js'
import type { TempContentRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'

export type TempContent = Selectable<TempContentRow>

/** Where its bytes lie. */
export const tempContentPath = (config: Config, { tenant_id, id }: Pick<TempContent, 'tenant_id' | 'id'>): string =>
  join(tenantFiles(config, tenant_id, 'temp-contents'), id)

/**
 * A temporary content, for the user who made it.
 *
 * @throws UnderstudyError TEMP-CONTENTS-NOT-FOUND, TEMP-CONTENTS-EXPIRED
 */
export const readTempContent = async (
  { store, tenant, clock }: Pick<TenantContext, 'store' | 'tenant' | 'clock'>,
  { userId }: Pick<Caller, 'userId'>,
  id: string,
): Promise<TempContent> => {
  const content = await store
    .selectFrom('temp_contents')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (content === undefined)
    throw new UnderstudyError('TEMP-CONTENTS-NOT-FOUND', 'The user has no temporary content of that id.')
  if (content.expires_at <= clock()) throw new UnderstudyError('TEMP-CONTENTS-EXPIRED', 'Its time is over.')
  return content
}
