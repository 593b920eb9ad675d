import { UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import { insertUser } from '../../directory/users/insert-user.js'
import { synchroniseMemberships } from '../../directory/users/synchronise-memberships.js'
import type { OidcProvider } from '../../identity-providers/oidc-provider.js'
import { foldCase } from '../../listing/filter-condition.js'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { StoreTransaction, UserRow } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type SignInRequest, traceOf } from '../request-trace.js'
import type { UpstreamIdentity } from './upstream-identity.js'

type User = Selectable<UserRow>

/** Within which transaction a user is found or made. */
interface Change {
  readonly transaction: StoreTransaction
  readonly note: (event: AuditEvent) => void
}

/**
 * Finds the user whom a provider vouches for, or makes it, and brings profile and groups up to what the provider says.
 *
 * The subject decides. Somebody new with a verified address becomes the one user who is invited under it; whoever else
 * has the address stays another user, which is recorded as a conflict. Users are never merged.
 *
 * @returns the user's id
 * @throws UnderstudyError LOGIN-USER-INACTIVE, LOGIN-USER-UNKNOWN where sign-ins make no users, LOGIN-PROVIDER-CLAIMS
 *   where the subject differs from another user's in case only
 */
export const signInUpstreamUser = (
  context: TenantContext,
  provider: OidcProvider,
  identity: UpstreamIdentity,
  request: SignInRequest,
): Promise<string> => {
  const { tenant, identityChanges } = context
  return auditedChange(
    context,
    async (transaction, note) => {
      const change = { transaction, note }
      const user =
        (await lockBySubject(context, change, identity)) ??
        (await adoptInvited(context, change, identity, request)) ??
        (await createUser(context, change, provider, identity, request))
      if (user.client_id !== null || !(user.status === 'active' || mayBegin(user)))
        throw new UnderstudyError('LOGIN-USER-INACTIVE', 'The user is not active in this tenant.')
      const trace = { actor: { type: 'user', id: user.id }, ...traceOf(request) } as const
      const changed = await updateProfile(context, change, user, identity)
      if (changed.length > 0) note({ event: 'user.updated', outcome: 'success', ...trace, subject: user.id, changed })
      const rehomed = changed.includes('email')
      if (rehomed) await advanceUserEpoch(transaction, tenant.id, user.id)
      const said = { userId: user.id, source: 'idp', groupNames: identity.groups } as const
      const regrouped = await synchroniseMemberships(context, { ...change, trace }, said)
      return { userId: user.id, revoking: rehomed || regrouped }
    },
    ({ userId, revoking }) => {
      if (revoking) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId })
    },
  ).then(({ userId }) => userId)
}

/** Whom the first sign-in makes active. */
const mayBegin = ({ status }: User): boolean => status === 'invited' || status === 'provisioned'

/** Writing first takes the row's lock on both databases: two sign-ins of one user follow each other. */
const lockBySubject = (
  { tenant, clock }: TenantContext,
  { transaction }: Change,
  { subject }: UpstreamIdentity,
): Promise<User | undefined> =>
  transaction
    .updateTable('users')
    .set({ updated_at: new Date(clock()).toISOString() })
    .where('tenant_id', '=', tenant.id)
    .where('subject', '=', subject)
    .returningAll()
    .executeTakeFirst()

/** Gives the user who is invited under the verified address, and nobody else has, the subject of the provider. */
const adoptInvited = async (
  { tenant }: TenantContext,
  { transaction, note }: Change,
  { subject, email }: UpstreamIdentity,
  request: SignInRequest,
): Promise<User | undefined> => {
  if (email === undefined) return undefined
  const others = await transaction
    .selectFrom('users')
    .select(['id', 'status'])
    .where('tenant_id', '=', tenant.id)
    .where('email_folded', '=', foldCase(email))
    .where('client_id', 'is', null)
    .execute()
  const [only] = others
  const event = { outcome: 'success', ...traceOf(request) } as const
  if (only === undefined) return undefined
  if (others.length > 1 || only.status !== 'invited') {
    for (const { id } of others) note({ event: 'user-identity.conflict', ...event, subject: id })
    return undefined
  }
  const adopted = await transaction
    .updateTable('users')
    .set({ subject, subject_folded: foldCase(subject) })
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', only.id)
    .where('status', '=', 'invited')
    .returningAll()
    .executeTakeFirst()
  if (adopted !== undefined) note({ event: 'user-identity.reassigned', ...event, subject: adopted.id })
  return adopted
}

const createUser = async (
  context: TenantContext,
  change: Change,
  { createNewUsers }: OidcProvider,
  identity: UpstreamIdentity,
  request: SignInRequest,
): Promise<User> => {
  if (!createNewUsers)
    throw new UnderstudyError('LOGIN-USER-UNKNOWN', 'The tenant has no user for this account of the identity provider.')
  const { tenant, clock, randomness } = context
  const id = randomness.bytes(12).toString('hex')
  const made = await insertUser(change.transaction, tenant.id, {
    id,
    subject: identity.subject,
    name: identity.name ?? identity.email ?? identity.subject,
    email: identity.email,
    status: 'active',
    roleIds: [],
    createdAt: new Date(clock()).toISOString(),
  })
  if (made) {
    const actor = { type: 'user', id } as const
    change.note({ event: 'user.created', outcome: 'success', actor, ...traceOf(request), subject: id })
  }
  const user = await lockBySubject(context, change, identity)
  if (user === undefined)
    throw new UnderstudyError('LOGIN-PROVIDER-CLAIMS', 'The subject differs from that of another user in case only.')
  return user
}

/** Writes what the provider says and the row does not; returns the names of what changed. */
const updateProfile = async (
  { tenant }: TenantContext,
  { transaction }: Change,
  user: User,
  { name, email, picture, locale, zoneinfo }: UpstreamIdentity,
): Promise<string[]> => {
  const columns = {
    ...(name !== undefined && name !== user.name && { name, name_folded: foldCase(name) }),
    ...(email !== undefined && email !== user.email && { email, email_folded: foldCase(email) }),
    ...(picture !== undefined && picture !== user.picture && { picture }),
    ...(locale !== undefined && locale !== user.locale && { locale }),
    ...(zoneinfo !== undefined && zoneinfo !== user.zoneinfo && { zoneinfo }),
    ...(user.status !== 'active' && { status: 'active' as const, invite_expiry: null }),
  }
  const changed = Object.keys(columns).filter((column) => !column.includes('_'))
  if (changed.length === 0) return []
  await transaction
    .updateTable('users')
    .set(columns)
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', user.id)
    .execute()
  return changed
}
