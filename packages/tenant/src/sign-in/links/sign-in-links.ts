import { hash } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import type { ExpressionBuilder } from 'kysely'
import { privilegeColumn, readPrivilege } from '../../directory/privileges/privilege-columns.js'
import type { SignInLinkRow, Store, StoreSchema, StoreTransaction } from '../../store/schema.js'
import type { Tenant } from '../../tenants/tenant.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** Milliseconds for which a link to reset a password works: it goes from hand to hand, so not for long. */
export const resetValidity = 24 * 60 * 60 * 1000

/** Path of the page that a link opens. */
export const linkPath = '/login/link'

/** Whom a link lets set a password. */
export interface LinkHolder {
  readonly purpose: SignInLinkRow['purpose']
  readonly userId: string
  readonly subject: string
  readonly name: string
  readonly email: string | null
}

/** What making a link takes. */
export interface NewLink {
  readonly userId: string
  readonly purpose: SignInLinkRow['purpose']
  /** Whoever makes it may become a user who administers, now or by the time that it is used. */
  readonly forAdministrators: boolean
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/**
 * Makes a link for a user, in place of those before.
 *
 * @returns the token of the link, which is kept nowhere
 */
export const createLink = async (
  {
    tenant,
    randomness,
  }: { readonly tenant: { readonly id: string }; readonly randomness: TenantContext['randomness'] },
  transaction: StoreTransaction,
  { userId, purpose, forAdministrators, expiresAt }: NewLink,
): Promise<string> => {
  const token = randomness.bytes(32).toString('base64url')
  await deleteLinks(transaction, tenant.id, userId)
  await transaction
    .insertInto('sign_in_links')
    .values({
      tenant_id: tenant.id,
      token_hash: hashToken(token),
      user_id: userId,
      purpose,
      for_administrators: forAdministrators ? 1 : 0,
      expires_at: expiresAt,
    })
    .execute()
  return token
}

/** The address of a link. */
export const linkAddress = ({ origin }: Pick<Tenant, 'origin'>, token: string): string =>
  `${origin}${linkPath}?token=${token}`

/**
 * Whom a link is for. An invitation works while its user is invited, a reset while its user is active. Who was given a
 * role of level admin since is not for a link made by somebody without such rights, who may hold it still.
 *
 * @throws UnderstudyError LOGIN-LINK-INVALID
 */
export const readLink = async (
  { tenant, clock, config }: TenantContext,
  store: Store | StoreTransaction,
  token: string,
): Promise<LinkHolder> => {
  if (!config.builtInDirectory) throw linkInvalid()
  const row = await store
    .selectFrom('sign_in_links')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'sign_in_links.tenant_id').onRef('users.id', '=', 'sign_in_links.user_id'),
    )
    .select(['purpose', 'expires_at', 'users.id', 'users.subject', 'users.name', 'users.email'])
    .select(['users.status', 'users.invite_expiry', 'for_administrators'])
    .select((builder) => privilegeColumn(builder as ExpressionBuilder<StoreSchema, 'users'>).as('privilege'))
    .where('sign_in_links.tenant_id', '=', tenant.id)
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (row === undefined) throw linkInvalid()
  if (readPrivilege(row.privilege).administers && row.for_administrators === 0) throw linkInvalid()
  const invitation = row.purpose === 'invitation'
  // Renewing an invitation through the API lengthens its link.
  const expiresAt = invitation ? (row.invite_expiry ?? row.expires_at) : row.expires_at
  if (clock() >= expiresAt || row.status !== (invitation ? 'invited' : 'active')) throw linkInvalid()
  return { purpose: row.purpose, userId: row.id, subject: row.subject, name: row.name, email: row.email }
}

/**
 * Uses a link up: of simultaneous uses one succeeds.
 *
 * @throws UnderstudyError LOGIN-LINK-INVALID
 */
export const spendLink = async (
  context: TenantContext,
  transaction: StoreTransaction,
  token: string,
): Promise<LinkHolder> => {
  const holder = await readLink(context, transaction, token)
  const spent = await transaction
    .deleteFrom('sign_in_links')
    .where('tenant_id', '=', context.tenant.id)
    .where('token_hash', '=', hashToken(token))
    .returning('user_id')
    .executeTakeFirst()
  if (spent === undefined) throw linkInvalid()
  await deleteLinks(transaction, context.tenant.id, holder.userId)
  return holder
}

const deleteLinks = async (transaction: StoreTransaction, tenantId: string, userId: string): Promise<void> => {
  await transaction
    .deleteFrom('sign_in_links')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .execute()
}

/** The refusal of a link, whatever is wrong with it. */
export const linkInvalid = (): UnderstudyError =>
  new UnderstudyError('LOGIN-LINK-INVALID', 'The link was used already, has expired, or was replaced by a newer one.')

const hashToken = (token: string): string => hash('sha256', token, 'base64url')
