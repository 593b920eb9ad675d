import { UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../../audit/audit-event.js'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { GroupRow, StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { insertGroup } from '../groups/insert-group.js'
import { groupsThatAdminister } from '../privileges/groups-that-administer.js'
import { isReservedGroupName } from '../reserved-names.js'
import { effectiveGroupIds, sameGroups } from './effective-groups.js'
import { deleteMemberships, groupIdsOfSource, insertMemberships } from './membership-rows.js'

/** The parts of a tenant context that memberships need. */
export interface MembershipContext extends Pick<TenantContext, 'clock' | 'randomness'> {
  readonly tenant: { readonly id: string }
}

/** What a login or a host says of a user's groups. */
export interface SaidMemberships {
  readonly userId: string
  /** `idp` speaks of groups with the provider type `idp`, `provision` of custom ones. */
  readonly source: 'idp' | 'provision'
  /** Names of all groups that the source knows the user in. */
  readonly groupNames: readonly string[]
}

/** Within which transaction, and in whose name, memberships are written. */
export interface MembershipChange {
  readonly transaction: StoreTransaction
  readonly note: (event: AuditEvent) => void
  readonly trace: Caller['trace']
}

/**
 * Makes the memberships that one source holds those that it names now (contract 3, 4.2); what other sources say stays.
 * Groups that do not exist are made: for `provision` always, for `idp` where the tenant's `autoCreateGroups` is on, else
 * such a name counts for nothing. Names are case-sensitive.
 *
 * When the user belongs to other groups afterwards, the user's epoch is advanced in the transaction; publish on
 * `identityChanges` after the commit when the result says so. The caller has updated the user's row before, so that two
 * logins of one user follow each other.
 *
 * @returns whether the user belongs to other groups than before
 * @throws UnderstudyError GROUPS-LIMIT, GROUPS-RESERVED-NAME; USERS-PROVISION-ADMIN-GROUP where `provision` names a group that administers
 */
export const synchroniseMemberships = async (
  context: MembershipContext,
  change: MembershipChange,
  { userId, source, groupNames }: SaidMemberships,
): Promise<boolean> => {
  const { transaction } = change
  const user = { tenant_id: context.tenant.id, id: userId }
  const before = await effectiveGroupIds(transaction, user)
  const held = await groupIdsOfSource(transaction, user, source)
  const wanted = await findOrCreateGroups(context, change, source, groupNames)
  const added = wanted.filter((id) => !held.includes(id))
  const removed = held.filter((id) => !wanted.includes(id))
  if (added.length + removed.length === 0) return false

  if (source === 'provision') await refuseGroupsThatAdminister(transaction, user.tenant_id, added)
  await deleteMemberships(transaction, user, removed, source)
  await insertMemberships(transaction, user, added, source)
  const changed = !sameGroups(before, await effectiveGroupIds(transaction, user))
  if (changed) await advanceUserEpoch(transaction, user.tenant_id, userId)
  return changed
}

const providerTypes = { idp: 'idp', provision: 'custom' } as const

const findOrCreateGroups = async (
  context: MembershipContext,
  change: MembershipChange,
  source: SaidMemberships['source'],
  groupNames: readonly string[],
): Promise<string[]> => {
  // One order for all, so that simultaneous logins that make the same groups wait for, and never on, each other.
  const said = [...new Set(groupNames)].sort()
  // A provider's own group of that name must not keep its users out.
  const names = source === 'idp' ? said.filter((name) => !isReservedGroupName(name)) : said
  const providerType = providerTypes[source]
  const known = await groupIdsByName(change.transaction, context.tenant.id, providerType, names)
  const missing = names.filter((name) => !known.has(name))
  const creating =
    missing.length > 0 && (source === 'provision' || (await autoCreates(change.transaction, context.tenant.id)))
  if (creating) {
    for (const name of missing) await createGroup(context, change, providerType, name)
    const made = await groupIdsByName(change.transaction, context.tenant.id, providerType, missing)
    return [...known.values(), ...made.values()]
  }
  return [...known.values()]
}

const groupIdsByName = async (
  transaction: StoreTransaction,
  tenantId: string,
  providerType: GroupRow['provider_type'],
  names: readonly string[],
): Promise<Map<string, string>> => {
  if (names.length === 0) return new Map()
  const rows = await transaction
    .selectFrom('groups')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('provider_type', '=', providerType)
    .where('name', 'in', names)
    .execute()
  return new Map(rows.map((row) => [row.name, row.id]))
}

const autoCreates = async (transaction: StoreTransaction, tenantId: string): Promise<boolean> => {
  const settings = await transaction
    .selectFrom('group_settings')
    .select('auto_create_groups')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return settings?.auto_create_groups === 1
}

/** Another login may make the group at the same time; then it is found afterwards. */
const createGroup = async (
  { tenant, clock, randomness }: MembershipContext,
  { transaction, note, trace }: MembershipChange,
  providerType: GroupRow['provider_type'],
  name: string,
): Promise<void> => {
  const id = randomness.bytes(12).toString('hex')
  const createdAt = new Date(clock()).toISOString()
  const group = { id, name, description: null, providerType, createdBy: null, createdAt }
  if (await insertGroup(transaction, tenant.id, group))
    note({ event: 'group.created', outcome: 'success', ...trace, subject: id })
}

const refuseGroupsThatAdminister = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupIds: readonly string[],
): Promise<void> => {
  const [group] = await groupsThatAdminister(transaction, tenantId, groupIds)
  if (group !== undefined)
    throw new UnderstudyError('USERS-PROVISION-ADMIN-GROUP', `The group ${group} has a role of level admin.`)
}
