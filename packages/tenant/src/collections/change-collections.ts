import { rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { foldCase } from '../listing/filter-condition.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { CollectionRow, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertMayChange, assertMayMake } from './assert-may-change.js'
import { type CollectionRecord, collectionRecords } from './collection-records.js'
import { findCollection } from './visible-collections.js'

/** Most collections that one user makes, and that are for all of a tenant. */
const mostOfUser = 200
const mostOfTenant = 1_000

/**
 * Makes a collection. Those of type `public` have names of their own, others may share names.
 *
 * @throws UnderstudyError AUTH-INSUFFICIENT-SCOPE, COLLECTIONS-LIMIT, COLLECTIONS-DUPLICATE-NAME
 */
export const createCollection = async (
  context: TenantContext,
  caller: Caller,
  { name, type, description }: rest.CollectionCreate,
): Promise<CollectionRecord> => {
  assertMayMake(caller, type)
  const { tenant, clock, randomness } = context
  const now = new Date(clock()).toISOString()
  const row: CollectionRow = {
    tenant_id: tenant.id,
    id: randomness.bytes(12).toString('hex'),
    type,
    owner_id: type === 'private' ? caller.userId : null,
    creator_id: caller.userId,
    name,
    name_folded: foldCase(name),
    description: description ?? null,
    created_at: now,
    updated_at: now,
    updater_id: null,
  }
  await auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    await assertRoom(transaction, row)
    await assertOwnName(transaction, row)
    await transaction.insertInto('collections').values(row).execute()
    note({ event: 'collection.created', outcome: 'success', ...caller.trace, subject: row.id })
  })
  return recordOf(context, caller, row)
}

interface CollectionChange extends rest.CollectionUpdate {
  readonly type?: 'private' | 'publicgoverned'
}

const { name, description } = rest.CollectionUpdate.properties

const patchRules: PatchRules<CollectionChange> = {
  '/name': { replace: (value, pointer) => ({ name: patchValue(name, value, pointer) }) },
  '/description': { replace: (value, pointer) => ({ description: patchValue(description, value, pointer) }) },
  '/type': { replace: (value, pointer) => ({ type: patchValue(rest.PublishedType, value, pointer) }) },
}

/**
 * Applies a patch to a collection, as a whole or not at all; by `/type` a private one is given to all, and taken back.
 *
 * @throws UnderstudyError REST-INVALID-PATCH and those of {@link updateCollection}
 */
export const patchCollection = (
  context: TenantContext,
  caller: Caller,
  id: string,
  patch: rest.CollectionPatch,
): Promise<CollectionRecord> =>
  updateCollection(context, caller, id, Object.assign({}, ...readPatch(patch, patchRules)))

/**
 * Changes what is given of a collection.
 *
 * @throws UnderstudyError COLLECTIONS-NOT-FOUND, COLLECTIONS-FORBIDDEN, AUTH-INSUFFICIENT-SCOPE, COLLECTIONS-LIMIT,
 *   COLLECTIONS-DUPLICATE-NAME
 */
export const updateCollection = async (
  context: TenantContext,
  caller: Caller,
  id: string,
  { name, description, type }: CollectionChange,
): Promise<CollectionRecord> => {
  const { tenant, clock } = context
  const row = await auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    const before = await findCollection(transaction, tenant.id, caller.userId, id)
    assertMayChange(caller, before)
    const after: CollectionRow = {
      ...before,
      ...(name !== undefined && { name, name_folded: foldCase(name) }),
      ...(description !== undefined && { description }),
      ...(type !== undefined && type !== before.type && (await published(transaction, caller, before, type))),
      updated_at: new Date(clock()).toISOString(),
      updater_id: caller.userId,
    }
    await assertOwnName(transaction, after)
    await transaction
      .updateTable('collections')
      .set(after)
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', before.id)
      .execute()
    const changed = Object.entries({ name, description, type }).flatMap(([key, value]) =>
      value === undefined ? [] : key,
    )
    note({ event: 'collection.updated', outcome: 'success', ...caller.trace, subject: before.id, changed })
    return after
  })
  return recordOf(context, caller, row)
}

/** What changes when a collection is given to all, or taken back, which only who made it can: it becomes theirs alone. */
const published = async (
  transaction: StoreTransaction,
  caller: Caller,
  before: CollectionRow,
  type: 'private' | 'publicgoverned',
): Promise<Pick<CollectionRow, 'type' | 'owner_id'>> => {
  assertMayMake(caller, 'publicgoverned')
  if (before.type === 'public' || before.creator_id !== caller.userId)
    throw new UnderstudyError('COLLECTIONS-FORBIDDEN', 'Only who made a collection gives it to all, or takes it back.')
  const after = { type, owner_id: type === 'private' ? caller.userId : null }
  if (type === 'publicgoverned') await assertRoomForAll(transaction, before.tenant_id)
  return after
}

/**
 * Deletes a collection; the items in it stay.
 *
 * @throws UnderstudyError COLLECTIONS-NOT-FOUND, COLLECTIONS-FORBIDDEN, AUTH-INSUFFICIENT-SCOPE
 */
export const deleteCollection = async (context: TenantContext, caller: Caller, id: string): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    const collection = await findCollection(transaction, context.tenant.id, caller.userId, id)
    assertMayChange(caller, collection)
    await transaction
      .deleteFrom('collections')
      .where('tenant_id', '=', context.tenant.id)
      .where('id', '=', collection.id)
      .execute()
    note({ event: 'collection.deleted', outcome: 'success', ...caller.trace, subject: collection.id })
  })

const recordOf = async (context: TenantContext, caller: Caller, row: CollectionRow): Promise<CollectionRecord> => {
  const [record] = await collectionRecords(context, caller, [row])
  if (record === undefined) throw new Error('There is one record for one row.')
  return record
}

const assertRoom = async (transaction: StoreTransaction, row: CollectionRow): Promise<void> => {
  const { count } = await transaction
    .selectFrom('collections')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', row.tenant_id)
    .where('creator_id', '=', row.creator_id)
    .where('type', '!=', 'favorite')
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostOfUser)
    throw new UnderstudyError('COLLECTIONS-LIMIT', `The user has made ${mostOfUser} collections already.`)
  if (row.owner_id === null) await assertRoomForAll(transaction, row.tenant_id)
}

const assertRoomForAll = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  const { count } = await transaction
    .selectFrom('collections')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('owner_id', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostOfTenant)
    throw new UnderstudyError('COLLECTIONS-LIMIT', `The tenant has ${mostOfTenant} public collections already.`)
}

const assertOwnName = async (transaction: StoreTransaction, row: CollectionRow): Promise<void> => {
  if (row.type !== 'public') return
  const other = await transaction
    .selectFrom('collections')
    .select('id')
    .where('tenant_id', '=', row.tenant_id)
    .where('type', '=', 'public')
    .where('name', '=', row.name)
    .where('id', '!=', row.id)
    .executeTakeFirst()
  if (other === undefined) return
  throw new UnderstudyError('COLLECTIONS-DUPLICATE-NAME', 'Another collection of type public has this name.', {
    source: { pointer: '/name' },
  })
}
