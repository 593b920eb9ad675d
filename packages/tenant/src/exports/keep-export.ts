import { hash } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { UnderstudyError } from '@understudy/contract'
import type { WantedExport } from '@understudy/engine'
import { auditedChange } from '../audit/audited-change.js'
import { syncToDisk } from '../files/sync-to-disk.js'
import { clientOf } from '../oauth/credential.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { ExportAccess } from './export-access.js'
import { exportName, exportPath, toldId } from './export-file.js'

/** A file that was written, and whose it is. */
export interface WrittenExport {
  readonly id: string
  readonly nodeId: string
  readonly wanted: WantedExport
  readonly access: ExportAccess
}

/** 256 bits: not to be guessed within any lifetime. */
const secretBytes = 32

/** Milliseconds for which an address is good. */
const lifetime = 600_000

/** Files of one person that wait to be fetched. */
const mostWaiting = 10

/** What tells an address from others in the store. */
export const secretHash = (secret: string): string => hash('sha256', secret, 'base64url')

/** Bytes that files of a person may still take, of all that wait to be fetched. */
export const bytesLeft = async (
  { store, tenant, config, clock }: Pick<TenantContext, 'store' | 'tenant' | 'config' | 'clock'>,
  userId: string,
): Promise<number> => {
  const { used, count } = await store
    .selectFrom('exports')
    .select((eb) => [
      eb.fn.sum<number | string | null>('size').as('used'),
      eb.fn.countAll<number | string>().as('count'),
    ])
    .where('tenant_id', '=', tenant.id)
    .where('user_id', '=', userId)
    .where('expires_at', '>', clock())
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostWaiting)
    throw new UnderstudyError('EXPORT-BUSY', `${mostWaiting} files of the person wait to be fetched`)
  const left = config.userQuota * 2 ** 20 - Number(used ?? 0)
  if (left <= 0) throw new UnderstudyError('EXPORT-BUSY', 'files of the person that wait to be fetched fill the quota')
  return left
}

/**
 * Makes the address that a file is fetched from once. The store holds the hash of its secret only.
 *
 * @returns the path of the address at the tenant's origin
 */
export const keepExport = async (
  context: TenantContext,
  { id, nodeId, wanted, access }: WrittenExport,
): Promise<string> => {
  const { tenant, config, clock, randomness } = context
  const { presented, reducedFor, origin } = access
  const path = exportPath(config, tenant.id, id)
  const secret = randomness.bytes(secretBytes).toString('base64url')
  const name = exportName(wanted.fileName || wanted.title || wanted.objectId, wanted.fileType)
  try {
    const { size } = await stat(path)
    await syncToDisk(path)
    await auditedChange(context, async (transaction, note) => {
      await lockTenant(transaction, tenant.id)
      await bytesLeft({ ...context, store: transaction as never }, presented.userId)
      note({
        event: 'app.data.exported',
        outcome: 'success',
        actor: { type: 'user', id: presented.userId },
        client: clientOf(presented.credential),
        subject: origin.appId,
        description: `object ${toldId(wanted.objectId)}, ${wanted.rows} rows of ${wanted.columns} columns, ${size} bytes as ${wanted.fileType}${wanted.everything ? ', without selections' : ''}`,
      })
      await transaction
        .insertInto('exports')
        .values({
          tenant_id: tenant.id,
          secret_hash: secretHash(secret),
          id,
          node_id: nodeId,
          user_id: presented.userId,
          app_id: origin.appId,
          object_id: toldId(wanted.objectId),
          name,
          file_type: wanted.fileType,
          size,
          access: JSON.stringify(presented),
          reduced_for: reducedFor,
          origin: JSON.stringify(origin),
          expires_at: Math.min(clock() + lifetime, presented.expiresAt),
        })
        .execute()
    })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return `/tempcontent/${secret}/${name.replace(/[^\w.-]+/g, '_').slice(-80)}`
}
