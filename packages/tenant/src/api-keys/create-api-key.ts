import { type rest, scopesCover, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { privilegeOf } from '../directory/privileges/assert-may-change.js'
import type { ApiKeyRow, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { apiKeyRecord } from './api-key-rows.js'
import { hashApiKey, newApiKey } from './api-key-secret.js'
import { apiKeySettings } from './api-key-settings.js'
import { addDuration } from './duration.js'

/**
 * Makes a key for the caller (contract 4.8). It does whatever the user may do, until it ends. The key of a client's bot
 * user dies with the tokens of the client.
 *
 * @throws UnderstudyError API-KEY-OTHER-SUBJECT, AUTH-INSUFFICIENT-SCOPE, API-KEY-EXPIRY, API-KEY-LIMIT
 */
export const createApiKey = async (
  context: TenantContext,
  caller: Caller,
  body: rest.ApiKeyCreate,
): Promise<rest.ApiKeyWithToken> => {
  const { tenant, clock, randomness } = context
  if (body.sub !== undefined && body.sub !== caller.userId) {
    throw new UnderstudyError('API-KEY-OTHER-SUBJECT', '"sub" is not the id of the caller.', {
      source: { pointer: '/sub' },
    })
  }
  const now = clock()
  const createdAt = new Date(now).toISOString()
  const token = newApiKey(randomness.bytes)
  return auditedChange(context, async (transaction, note) => {
    const settings = await apiKeySettings(transaction, tenant.id)
    const clientEpoch = await lockOwner(transaction, tenant.id, caller.userId)
    if (clientEpoch === null) await assertWholeUser(transaction, tenant.id, caller)
    const { count } = await transaction
      .selectFrom('api_keys')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('tenant_id', '=', tenant.id)
      .where('user_id', '=', caller.userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow()
    if (Number(count) >= settings.keys_per_user) {
      throw new UnderstudyError('API-KEY-LIMIT', `The user has ${Number(count)} active keys already.`)
    }
    const row: ApiKeyRow = {
      tenant_id: tenant.id,
      id: randomness.bytes(12).toString('hex'),
      user_id: caller.userId,
      key_hash: hashApiKey(token),
      client_epoch: clientEpoch,
      description: body.description,
      created_at: createdAt,
      updated_at: createdAt,
      expires_at: endOf(now, body.expiry, settings.longest_expiry),
      revoked_at: null,
    }
    await transaction.insertInto('api_keys').values(row).execute()
    note({ event: 'api-key.created', outcome: 'success', ...caller.trace, subject: row.id })
    return { ...apiKeyRecord(row, now), token }
  })
}

/** The key of a person does all that they may do: whoever was given a part of it may not turn that into the whole. */
const assertWholeUser = async (
  transaction: StoreTransaction,
  tenantId: string,
  { userId, scopes }: Caller,
): Promise<void> => {
  const { adminScopes } = await privilegeOf(transaction, tenantId, userId)
  const missing = ['user_default', ...adminScopes].find((scope) => !scopesCover(scopes, scope))
  if (missing === undefined) return
  throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', `A key of the user needs the scope ${missing} too.`)
}

/**
 * Lets simultaneous creations of one user take turns, so that none passes the limit.
 *
 * @returns the epoch of the client whose bot user this is; null for a person
 */
const lockOwner = async (transaction: StoreTransaction, tenantId: string, userId: string): Promise<number | null> => {
  const user = await transaction
    .updateTable('users')
    .set((eb) => ({ epoch: eb.ref('epoch') }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .returning('client_id')
    .executeTakeFirstOrThrow()
  if (user.client_id === null) return null
  const client = await transaction
    .selectFrom('oauth_clients')
    .select('epoch')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', user.client_id)
    .executeTakeFirstOrThrow()
  return client.epoch
}

const endOf = (now: number, wanted: string | undefined, longest: string): number => {
  const limit = addDuration(now, longest) ?? now
  const end = wanted === undefined ? limit : addDuration(now, wanted)
  if (end !== undefined && end <= limit) return end
  throw new UnderstudyError('API-KEY-EXPIRY', `"expiry" must be an ISO 8601 duration of at most ${longest}.`, {
    source: { pointer: '/expiry' },
  })
}
