import { type rest, UnderstudyError } from '@understudy/contract'
import { readApp } from '../../apps/app-rows.js'
import { auditedChange } from '../../audit/audited-change.js'
import type { AccessCodeRow, StoreTransaction } from '../../store/schema.js'
import { newClientSecret } from '../client-secret.js'
import type { ClientCreationContext, ClientCreator } from '../create-client.js'
import { lockClient } from '../read-client.js'
import { accessCodeRecord } from './access-code-rows.js'

/** Access codes of a client at most. */
const maximumCodes = 100

/** Milliseconds that a code may live at most: it is in the pages that use it, and must not be forgotten there. */
const longestLife = 2 * 366 * 24 * 60 * 60 * 1000

/**
 * Makes a code with which visitors without an account open one app, through a client of type `anonymous-embed` (contract
 * 1.1). It is in the answer and nowhere else.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND, APP-UNKNOWN, ACCESS-CODES-CLIENT, ACCESS-CODES-EXPIRY,
 *   ACCESS-CODES-LIMIT
 */
export const createAccessCode = async (
  context: ClientCreationContext,
  creator: ClientCreator,
  clientId: string,
  { appId, description, expiresAt }: rest.AccessCodeCreate,
): Promise<rest.AccessCodeCreated> => {
  const { store, tenant, clock, randomness } = context
  await readApp(store, tenant.id, appId)
  const now = clock()
  const createdAt = new Date(now).toISOString()
  const { secret, hint, hash } = newClientSecret(randomness.bytes)
  const row: AccessCodeRow = {
    tenant_id: tenant.id,
    id: randomness.uuid(),
    code_hash: hash,
    hint,
    client_id: clientId,
    app_id: appId,
    description: description ?? null,
    expires_at: endOf(expiresAt, now),
    created_at: createdAt,
    created_by: creator.userId ?? null,
  }
  await auditedChange(context, async (transaction, note) => {
    const client = await lockClient(transaction, tenant.id, clientId, createdAt)
    if (client.app_type !== 'anonymous-embed') {
      throw new UnderstudyError('ACCESS-CODES-CLIENT', `The client is of type ${client.app_type}.`)
    }
    await assertRoom(transaction, tenant.id, clientId)
    await transaction.insertInto('access_codes').values(row).execute()
    note({ event: 'access-code.created', outcome: 'success', ...creator.trace, subject: row.id })
  })
  return { ...accessCodeRecord(row, now), accessCode: secret }
}

const endOf = (expiresAt: string, now: number): number => {
  const end = Date.parse(expiresAt)
  if (end > now && end - now <= longestLife) return end
  throw new UnderstudyError('ACCESS-CODES-EXPIRY', '"expiresAt" is no time within the next two years.', {
    source: { pointer: '/expiresAt' },
  })
}

const assertRoom = async (transaction: StoreTransaction, tenantId: string, clientId: string): Promise<void> => {
  const { total } = await transaction
    .selectFrom('access_codes')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  if (Number(total) < maximumCodes) return
  throw new UnderstudyError('ACCESS-CODES-LIMIT', `A client has at most ${maximumCodes} access codes.`)
}
