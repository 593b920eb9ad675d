import { foldCase } from '../../listing/filter-condition.js'
import type { StoreTransaction, UserStatus } from '../../store/schema.js'
import { assertOpenSubject } from '../reserved-names.js'

/** A user about to be made. */
export interface NewUser {
  /** 24 hexadecimal digits. */
  readonly id: string
  readonly subject: string
  readonly name: string
  readonly email?: string | undefined
  readonly picture?: string | undefined
  readonly status: UserStatus
  /** Set for the bot user of a client (contract 1.7). */
  readonly clientId?: string | undefined
  readonly roleIds: readonly string[]
  /** As `attributesText` writes them. */
  readonly attributes?: string | null
  /** ISO 8601. */
  readonly createdAt: string
  /** Milliseconds since 1970. */
  readonly inviteExpiry?: number | undefined
}

/**
 * Writes a user with its roles.
 *
 * @returns false, and writes nothing, when a user of the tenant has the subject already, in whatever case
 * @throws UnderstudyError USERS-RESERVED-SUBJECT, unless it is the bot user of a client
 */
export const insertUser = async (transaction: StoreTransaction, tenantId: string, user: NewUser): Promise<boolean> => {
  if (user.clientId === undefined) assertOpenSubject(user.subject)
  const inserted = await transaction
    .insertInto('users')
    .values({
      tenant_id: tenantId,
      id: user.id,
      subject: user.subject,
      subject_folded: foldCase(user.subject),
      name: user.name,
      name_folded: foldCase(user.name),
      email: user.email ?? null,
      email_folded: foldCase(user.email ?? ''),
      picture: user.picture ?? null,
      status: user.status,
      client_id: user.clientId ?? null,
      locale: null,
      zoneinfo: null,
      preferred_locale: null,
      preferred_zoneinfo: null,
      invite_expiry: user.inviteExpiry ?? null,
      attributes: user.attributes ?? null,
      created_at: user.createdAt,
      updated_at: user.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return false
  if (user.roleIds.length > 0) {
    await transaction
      .insertInto('user_roles')
      .values(user.roleIds.map((roleId) => ({ tenant_id: tenantId, user_id: user.id, role_id: roleId })))
      .execute()
  }
  return true
}
