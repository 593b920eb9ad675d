import { rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { fileTooLarge, receiveFile } from '../files/receive-file.js'
import { syncToDisk } from '../files/sync-to-disk.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type TempContent, tempContentPath } from './temp-content-rows.js'

/** Most that one user may have at once. */
const mostContents = 1000

/** What is kept, and for how long. */
export interface KeptFile {
  readonly name: string
  /** Seconds. */
  readonly ttl: number
}

/**
 * Receives a temporary content (temp-contents of the published client).
 *
 * @throws UnderstudyError FILES-TOO-LARGE
 */
export const uploadTempContent = async (
  context: TenantContext,
  caller: Caller,
  file: KeptFile,
  stream: Readable,
): Promise<TempContent> => {
  const { tenant, config } = context
  const id = newId(context)
  const path = tempContentPath(config, { tenant_id: tenant.id, id })
  const size = await receiveFile(stream, path, config.uploadSize * 2 ** 20)
  return recorded(context, caller, { ...file, id, size })
}

/**
 * Keeps a file that the tenant made; it is moved.
 *
 * @throws UnderstudyError FILES-TOO-LARGE
 */
export const keepTempContent = async (
  context: TenantContext,
  caller: Caller,
  { path, ...file }: KeptFile & { readonly path: string },
): Promise<TempContent> => {
  const { tenant, config } = context
  const id = newId(context)
  const kept = tempContentPath(config, { tenant_id: tenant.id, id })
  const { size } = await stat(path)
  await syncToDisk(path)
  await rename(path, kept)
  await syncToDisk(dirname(kept))
  return recorded(context, caller, { ...file, id, size })
}

/** Nobody guesses it, though it is of no use to anybody else. */
const newId = ({ randomness }: TenantContext): string => randomness.bytes(24).toString('hex')

const recorded = async (
  context: TenantContext,
  caller: Caller,
  { id, size, name, ttl }: KeptFile & { readonly id: string; readonly size: number },
): Promise<TempContent> => {
  const { tenant, config, clock } = context
  const now = clock()
  try {
    return await auditedChange(context, async (transaction, note) => {
      await lockTenant(transaction, tenant.id)
      await assertWithinQuota(context, transaction, caller, size)
      note({ event: 'temp-content.created', outcome: 'success', ...caller.trace, subject: id })
      return transaction
        .insertInto('temp_contents')
        .values({
          tenant_id: tenant.id,
          id,
          user_id: caller.userId,
          name,
          size,
          ttl,
          created_at: new Date(now).toISOString(),
          expires_at: now + ttl * 1000,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
    })
  } catch (error) {
    await rm(tempContentPath(config, { tenant_id: tenant.id, id }), { force: true })
    throw error
  }
}

const assertWithinQuota = async (
  { tenant, config, clock }: TenantContext,
  transaction: StoreTransaction,
  { userId }: Caller,
  size: number,
): Promise<void> => {
  const { used, count } = await transaction
    .selectFrom('temp_contents')
    .select((eb) => [
      eb.fn.sum<number | string | null>('size').as('used'),
      eb.fn.countAll<number | string>().as('count'),
    ])
    .where('tenant_id', '=', tenant.id)
    .where('user_id', '=', userId)
    .where('expires_at', '>', clock())
    .executeTakeFirstOrThrow()
  const left = config.userQuota * 2 ** 20 - Number(used ?? 0)
  if (size > left) throw fileTooLarge(left)
  if (Number(count) >= mostContents)
    throw new UnderstudyError('FILES-TOO-LARGE', `The user has ${mostContents} temporary contents already.`)
}
