import { parseScopeList } from '@understudy/contract'
import { type ClientCredential, isCredentialEnded } from '../../clients/client-credentials.js'
import { runTransaction } from '../../store/run-transaction.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { hashOpaqueToken, newOpaqueToken } from '../opaque-token.js'
import type { TokenClient } from '../token-client.js'
import { type GrantLabel, labelColumns, labelOfRow } from './grant-label.js'

/** What the user granted for longer than one access token lives. */
export interface OfflineGrant {
  readonly grantId: string
  readonly user: { readonly id: string; readonly epoch: number }
  readonly client: Pick<TokenClient, 'id' | 'epoch' | 'credential'>
  readonly scopes: readonly string[]
  /** Thumbprint of the key that alone may use the tokens (RFC 9449 section 5). */
  readonly jkt: string | undefined
  /** When the user proved who they are, milliseconds since 1970, as the times below. */
  readonly authTime: number
  readonly label: GrantLabel
}

/** A refresh token of the store with its family. */
export interface StoredRefreshToken extends OfflineGrant {
  /** When it was used first. */
  readonly usedAt: number | undefined
  readonly expiresAt: number
  readonly familyStartedAt: number
}

/**
 * For how many milliseconds after its first use a refresh token may come again, where the operator allows it: a
 * confidential client, which proves itself every time, so that a copy of the token alone is worth nothing, may send
 * several requests at once (as `@qlik/api` does), or repeat one whose answer was lost. RFC 9700 section 4.14.2 asks for
 * single use by public clients: they have none.
 */
export const repeatLeeway = (
  { config }: Pick<TenantContext, 'config'>,
  { appType }: Pick<TokenClient, 'appType'>,
): number => (appType === 'web' ? config.refreshRepeatLeeway * 1000 : 0)

/** Begins a family with its first token, in the transaction of whatever it belongs to. */
export const beginFamily = async (
  context: TenantContext,
  transaction: StoreTransaction,
  grant: OfflineGrant,
): Promise<string> => {
  const tenantId = context.tenant.id
  const now = context.clock()
  await transaction.deleteFrom('oauth_grants').where('tenant_id', '=', tenantId).where('expires_at', '<', now).execute()
  await transaction
    .insertInto('oauth_grants')
    .values({
      tenant_id: tenantId,
      id: grant.grantId,
      user_id: grant.user.id,
      client_id: grant.client.id,
      scope: grant.scopes.join(' '),
      jkt: grant.jkt ?? null,
      device_type: grant.label.deviceType ?? null,
      description: grant.label.description ?? null,
      created_at: now,
      last_used_at: now,
      expires_at: familyEnd(context, now, now),
    })
    .execute()
  return insertToken(context, transaction, grant, familyEnd(context, now, now))
}

/**
 * Replaces a token of a family by the next one (RFC 9700 section 4.14.2). The row that is changed decides which of two
 * requests comes first, on whichever node.
 *
 * @param leeway milliseconds for which a used token may be used again, see {@link repeatLeeway}
 * @returns undefined when the token was used already, or its family has ended
 */
export const rotate = (
  context: TenantContext,
  token: string,
  stored: StoredRefreshToken,
  leeway: number,
): Promise<string | undefined> =>
  runTransaction(context.store, async (transaction) => {
    const tenantId = context.tenant.id
    const now = context.clock()
    const end = familyEnd(context, stored.familyStartedAt, now)
    // The family's row first, as whatever ends the family does: else the two would wait for each other.
    const family = await transaction
      .updateTable('oauth_grants')
      .set({ last_used_at: now, expires_at: end })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', stored.grantId)
      .returning('id')
      .executeTakeFirst()
    if (family === undefined) return undefined
    const used = await transaction
      .updateTable('refresh_tokens')
      .set(({ fn, val }) => ({ used_at: fn.coalesce('used_at', val(now)) }))
      .where('tenant_id', '=', tenantId)
      .where('token_hash', '=', hashOpaqueToken(token))
      .where(({ eb, or }) => or([eb('used_at', 'is', null), ...(leeway > 0 ? [eb('used_at', '>', now - leeway)] : [])]))
      .returning('token_hash')
      .executeTakeFirst()
    if (used === undefined) return undefined
    return insertToken(context, transaction, stored, end)
  })

/** Finds a token, used or not; undefined when it never was, or its family has ended. */
export const findRefreshToken = async (
  context: TenantContext,
  token: string,
): Promise<StoredRefreshToken | undefined> => {
  const { store, tenant } = context
  const row = await store
    .selectFrom('refresh_tokens')
    .innerJoin('oauth_grants', (join) =>
      join
        .onRef('oauth_grants.tenant_id', '=', 'refresh_tokens.tenant_id')
        .onRef('oauth_grants.id', '=', 'refresh_tokens.grant_id'),
    )
    .select(['oauth_grants.id', 'oauth_grants.user_id', 'oauth_grants.client_id', 'oauth_grants.scope'])
    .select(['oauth_grants.jkt', 'oauth_grants.created_at', 'refresh_tokens.user_epoch', 'refresh_tokens.client_epoch'])
    .select(['refresh_tokens.auth_time', 'refresh_tokens.expires_at', 'refresh_tokens.used_at'])
    .select('refresh_tokens.client_credential')
    .select(labelColumns)
    .where('refresh_tokens.tenant_id', '=', tenant.id)
    .where('refresh_tokens.token_hash', '=', hashOpaqueToken(token))
    .executeTakeFirst()
  if (row === undefined) return undefined
  const credential = (row.client_credential ?? undefined) as ClientCredential | undefined
  if (await isCredentialEnded(context, row.client_id, credential)) return undefined
  return {
    grantId: row.id,
    user: { id: row.user_id, epoch: row.user_epoch },
    client: { id: row.client_id, epoch: row.client_epoch, credential },
    scopes: parseScopeList(row.scope),
    jkt: row.jkt ?? undefined,
    authTime: row.auth_time,
    label: labelOfRow(row),
    usedAt: row.used_at ?? undefined,
    expiresAt: row.expires_at,
    familyStartedAt: row.created_at,
  }
}

const insertToken = async (
  { tenant, randomness }: TenantContext,
  transaction: StoreTransaction,
  grant: OfflineGrant,
  expiresAt: number,
): Promise<string> => {
  const token = newOpaqueToken(randomness)
  await transaction
    .insertInto('refresh_tokens')
    .values({
      tenant_id: tenant.id,
      token_hash: hashOpaqueToken(token),
      grant_id: grant.grantId,
      user_epoch: grant.user.epoch,
      client_epoch: grant.client.epoch,
      client_credential: grant.client.credential ?? null,
      auth_time: grant.authTime,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute()
  return token
}

/** Until when a family can be refreshed: each use puts it off, up to the absolute limit. */
const familyEnd = ({ config }: TenantContext, startedAt: number, now: number): number =>
  Math.min(now + config.refreshTokenLifetime * 1000, startedAt + config.refreshFamilyLifetime * 1000)
