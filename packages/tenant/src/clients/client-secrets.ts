import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import type { StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type ClientCredential, endCredentials, secretCredential } from './client-credentials.js'
import { clientSettings } from './client-rows.js'
import { type NewClientSecret, newClientSecret } from './client-secret.js'
import { lockClient } from './read-client.js'

/** Secrets per client (contract 1.9). */
const maximumSecrets = 5

/**
 * Makes another secret for a client, so that secrets can be exchanged without an outage. It is in the answer and nowhere
 * else.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND, OAUTH-CLIENTS-NO-SECRETS, OAUTH-CLIENTS-SECRET-LIMIT
 */
export const createSecret = async (
  context: TenantContext,
  caller: Caller,
  clientId: string,
): Promise<rest.ClientSecretCreated> => {
  const { tenant, clock, randomness } = context
  const now = new Date(clock()).toISOString()
  const made = newClientSecret(randomness.bytes)
  await auditedChange(context, async (transaction, note) => {
    const client = await lockClient(transaction, tenant.id, clientId, now)
    if (!clientSettings(client).allowedAuthMethods.includes('client_secret'))
      throw new UnderstudyError('OAUTH-CLIENTS-NO-SECRETS', 'The client does not authenticate by "client_secret".')
    if ((await countSecrets(transaction, tenant.id, clientId)) >= maximumSecrets)
      throw new UnderstudyError('OAUTH-CLIENTS-SECRET-LIMIT', `A client has at most ${maximumSecrets} secrets.`)
    await insertSecret(transaction, tenant.id, clientId, made, caller.userId, now)
    note({ event: 'oauth-client.secret.created', outcome: 'success', ...caller.trace, subject: clientId })
  })
  return { clientId, clientSecret: made.secret, hint: made.hint, createdAt: now, createdBy: caller.userId }
}

/**
 * Deletes the secret with that hint. What was got with it becomes worthless: a secret is deleted when it may have leaked,
 * and whoever had it may have minted tokens in anyone's name. What was got with another one goes on.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND, OAUTH-CLIENTS-SECRET-NOT-FOUND
 */
export const deleteSecret = async (
  context: TenantContext,
  caller: Caller,
  clientId: string,
  hint: string,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const now = new Date(context.clock()).toISOString()
  await auditedChange(
    context,
    async (transaction, note) => {
      await lockClient(transaction, tenant.id, clientId, now)
      const deleted = await transaction
        .deleteFrom('client_secrets')
        .where('tenant_id', '=', tenant.id)
        .where('client_id', '=', clientId)
        .where('hint', '=', hint)
        .returning('secret_hash')
        .executeTakeFirst()
      if (deleted === undefined)
        throw new UnderstudyError('OAUTH-CLIENTS-SECRET-NOT-FOUND', 'The client has no secret with this hint.')
      const ended = [secretCredential(deleted.secret_hash)]
      const changes = await endCredentials(context, transaction, clientId, ended)
      note({ event: 'oauth-client.secret.deleted', outcome: 'success', ...caller.trace, subject: clientId })
      return changes
    },
    (changes) => changes.forEach(identityChanges.publish),
  )
}

/**
 * Deletes all secrets of a client.
 *
 * @returns those that there were
 */
export const deleteSecrets = async (
  transaction: StoreTransaction,
  tenantId: string,
  clientId: string,
): Promise<ClientCredential[]> => {
  const deleted = await transaction
    .deleteFrom('client_secrets')
    .where('tenant_id', '=', tenantId)
    .where('client_id', '=', clientId)
    .returning('secret_hash')
    .execute()
  return deleted.map(({ secret_hash }) => secretCredential(secret_hash))
}

/** Writes a secret of a client. */
export const insertSecret = async (
  transaction: StoreTransaction,
  tenantId: string,
  clientId: string,
  secret: NewClientSecret,
  createdBy: string,
  createdAt: string,
): Promise<void> => {
  await transaction
    .insertInto('client_secrets')
    .values({
      tenant_id: tenantId,
      client_id: clientId,
      hint: secret.hint,
      secret_hash: secret.hash,
      created_at: createdAt,
      created_by: createdBy,
    })
    .execute()
}

const countSecrets = async (transaction: StoreTransaction, tenantId: string, clientId: string): Promise<number> => {
  const { total } = await transaction
    .selectFrom('client_secrets')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  return Number(total)
}
