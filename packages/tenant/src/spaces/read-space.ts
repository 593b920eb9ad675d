import { UnderstudyError } from '@understudy/contract'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type SpaceRecord, spaceRecord } from './space-rows.js'
import { visibleSpaces } from './visible-spaces.js'

/**
 * The space with that id.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, also for a space that the caller may not see
 */
export const readSpace = async (context: TenantContext, caller: Caller, spaceId: string): Promise<SpaceRecord> => {
  const row = await visibleSpaces(context, caller)
    .selectAll('spaces')
    .where('spaces.id', '=', spaceId)
    .executeTakeFirst()
  if (row === undefined)
    throw new UnderstudyError(
      'SPACES-NOT-FOUND',
      `There is no space ${JSON.stringify(spaceId)} that the token may read.`,
    )
  return spaceRecord(row)
}
