import { rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { foldCase } from '../listing/filter-condition.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import type { SpaceRow, StoreTransaction } from '../store/schema.js'
import { isUniqueViolation } from '../store/unique-violation.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { duplicateSpaceName } from './create-space.js'
import { findManagedSpace } from './read-space.js'
import { type SpaceRecord, spaceRecords } from './space-rows.js'

type SpaceChange = { readonly [Field in keyof rest.SpaceUpdate]: rest.SpaceUpdate[Field] }

const { name, description, ownerId } = rest.SpaceUpdate.properties

/** The paths of contract 4.4. */
const spacePatchRules: PatchRules<SpaceChange> = {
  '/name': { replace: (value, pointer) => ({ name: patchValue(name, value, pointer) }) },
  '/description': { replace: (value, pointer) => ({ description: patchValue(description, value, pointer) }) },
  '/ownerId': { replace: (value, pointer) => ({ ownerId: patchValue(ownerId, value, pointer) }) },
}

/**
 * Applies a patch to a space, as a whole or not at all (contract 4.4).
 *
 * @throws UnderstudyError REST-INVALID-PATCH and those of {@link updateSpace}
 */
export const patchSpace = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  patch: rest.SpacePatch,
): Promise<SpaceRecord> =>
  updateSpace(context, caller, spaceId, Object.assign({}, ...readPatch(patch, spacePatchRules)))

/**
 * Changes what is given of a space. Another owner is set by the owner or an administrator only, as whoever owns a space
 * opens its apps.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-DUPLICATE-NAME, SPACES-UNKNOWN-ASSIGNEE
 */
export const updateSpace = async (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  update: SpaceChange,
): Promise<SpaceRecord> => {
  const { tenant, clock, identityChanges } = context
  const { record } = await auditedChange(
    context,
    async (transaction, note) => {
      const space = await findManagedSpace(transaction, tenant.id, caller, spaceId)
      const change = changeOf(space, update)
      if (change.ownerId !== undefined) {
        await findManagedSpace(transaction, tenant.id, caller, spaceId, 'owns')
        await assertUser(transaction, tenant.id, change.ownerId)
      }
      const row = await writeSpace(transaction, tenant.id, spaceId, {
        ...(change.name !== undefined && { name: change.name, name_folded: foldCase(change.name) }),
        ...(change.description !== undefined && { description: change.description }),
        ...(change.ownerId !== undefined && { owner_id: change.ownerId }),
        updated_at: new Date(clock()).toISOString(),
      })
      const changed = Object.keys(change)
      note({ event: 'space.updated', outcome: 'success', ...caller.trace, subject: spaceId, changed })
      const [record] = await spaceRecords(transaction, caller, [row])
      if (record === undefined) throw new Error('A space that was written has no record.')
      return { record, givenAway: change.ownerId !== undefined }
    },
    ({ givenAway }) => {
      if (givenAway) identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: spaceId })
    },
  )
  return record
}

/**
 * An update may repeat the owner, as clients send what they read before. That is no change, and must not be written: it
 * would take the space back from somebody who was made its owner meanwhile.
 */
const changeOf = ({ owner_id: ownerId }: SpaceRow, { ownerId: named, ...others }: SpaceChange): SpaceChange =>
  named === undefined || named === ownerId ? others : { ...others, ownerId: named }

const assertUser = async (transaction: StoreTransaction, tenantId: string, userId: string): Promise<void> => {
  const user = await transaction
    .selectFrom('users')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user === undefined)
    throw new UnderstudyError('SPACES-UNKNOWN-ASSIGNEE', `The tenant has no user ${JSON.stringify(userId)}.`)
}

const writeSpace = async (
  transaction: StoreTransaction,
  tenantId: string,
  spaceId: string,
  columns: Partial<SpaceRow>,
): Promise<SpaceRow> => {
  try {
    return await transaction
      .updateTable('spaces')
      .set(columns)
      .where('tenant_id', '=', tenantId)
      .where('id', '=', spaceId)
      .returningAll()
      .executeTakeFirstOrThrow()
  } catch (error) {
    throw isUniqueViolation(error) ? duplicateSpaceName('/name') : error
  }
}
