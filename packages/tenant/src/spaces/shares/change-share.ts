import { rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findManagedSpace } from '../read-space.js'
import { findShare } from './named-shares.js'
import { shareRolesColumn } from './share-roles.js'
import { givenByShare, type ShareRecord, shareNotFound, shareRecord } from './share-rows.js'

/** The roles that a patch sets, and where they stand in it. */
interface RolesChange {
  readonly roles: readonly rest.ShareRole[]
  readonly pointer: string
}

/** The paths of contract 4.4. The published types have a text as value, which names roles between commas. */
const sharePatchRules: PatchRules<RolesChange> = {
  '/roles': {
    replace: (value, pointer) => {
      const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value
      return { roles: patchValue(rest.ShareRoles, names, pointer), pointer }
    },
  },
  '/disabled': {
    replace: (_value, pointer) => {
      throw new UnderstudyError(
        'SPACES-NO-LINK-SHARES',
        'Only a link could be disabled; take this share away instead.',
        {
          source: { pointer: pointer.replace(/value$/, 'path') },
        },
      )
    },
  },
}

/**
 * Makes other roles those of a share (contract 4.4).
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-SHARE-NOT-FOUND, REST-INVALID-PATCH,
 *   SPACES-UNKNOWN-SHARE-ROLE, SPACES-NO-LINK-SHARES
 */
export const patchShare = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  shareId: string,
  patch: rest.SpaceSharePatch,
): Promise<ShareRecord> => {
  const { tenant, clock } = context
  return auditedChange(context, async (transaction, note) => {
    const space = await findManagedSpace(transaction, tenant.id, caller, spaceId)
    const share = await findShare(transaction, tenant.id, spaceId, shareId)
    const columns = readPatch(patch, sharePatchRules).map(({ roles, pointer }) =>
      shareRolesColumn(space.type, roles, pointer),
    )
    const change = {
      roles: columns.at(-1) ?? share.roles,
      updated_at: new Date(clock()).toISOString(),
      updated_by: caller.userId,
    }
    const changed = await transaction
      .updateTable('space_shares')
      .set(change)
      .where('tenant_id', '=', tenant.id)
      .where('space_id', '=', spaceId)
      .where('id', '=', shareId)
      .returning('id')
      .executeTakeFirst()
    if (changed === undefined) throw shareNotFound(shareId)
    const after = { ...share, ...change }
    note({
      event: 'space.share.updated',
      outcome: 'success',
      ...caller.trace,
      subject: spaceId,
      changed: ['roles'],
      given: givenByShare(after),
    })
    return shareRecord(after)
  })
}
