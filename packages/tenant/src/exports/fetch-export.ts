import { type FileHandle, open, rm } from 'node:fs/promises'
import { UnderstudyError } from '@understudy/contract'
import { type ExportFileType, exportFileTypes } from '@understudy/engine'
import type { Selectable } from 'kysely'
import { auditedChange } from '../audit/audited-change.js'
import { clientOf } from '../oauth/credential.js'
import type { PresentedIdentity } from '../oauth/principal.js'
import type { ExportRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertMayHave, exportGone } from './export-access.js'
import { exportPath } from './export-file.js'
import { secretHash } from './keep-export.js'

/** A file that is sent: it has no name on the disk any more, and is gone once it is closed. */
export interface FetchedExport {
  readonly file: FileHandle
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
}

/**
 * Redeems a one-time address. One request uses it up, also one that is refused, on whichever node: the deletion of its row
 * is what decides. Only a request that comes to another node than the one with the file leaves it as it is.
 *
 * @param secret of the address
 * @throws UnderstudyError `EXPORT-GONE`, in the same words whatever the reason; `EXPORT-ELSEWHERE`
 */
export const fetchExport = async (context: TenantContext, nodeId: string, secret: string): Promise<FetchedExport> => {
  const { store, tenant, config, clock } = context
  const addressed = () => [tenant.id, secretHash(secret)] as const
  const [tenantId, hash] = addressed()
  const found = await store
    .selectFrom('exports')
    .select('node_id')
    .where('tenant_id', '=', tenantId)
    .where('secret_hash', '=', hash)
    .where('expires_at', '>', clock())
    .executeTakeFirst()
  if (found !== undefined && found.node_id !== nodeId)
    throw new UnderstudyError('EXPORT-ELSEWHERE', 'Another node made the file, and has it.')
  const row = await store
    .deleteFrom('exports')
    .where('tenant_id', '=', tenantId)
    .where('secret_hash', '=', hash)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw noSuchAddress()
  const path = exportPath(config, tenantId, row.id)
  try {
    const presented = await admitted(context, row)
    const file = await open(path).catch(() => {
      throw exportGone('its file is gone')
    })
    await recordFetch(context, row, presented).catch(async (error: unknown) => {
      await file.close()
      throw error
    })
    return {
      file,
      name: row.name,
      mediaType: exportFileTypes[row.file_type as ExportFileType].mediaType,
      size: Number(row.size),
    }
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    await recordFetch(context, row, JSON.parse(row.access), error)
    throw noSuchAddress()
  } finally {
    await rm(path, { force: true })
  }
}

const noSuchAddress = (): UnderstudyError => exportGone('The address is good for one download within ten minutes.')

const admitted = async (context: TenantContext, row: Selectable<ExportRow>): Promise<PresentedIdentity> => {
  if (context.clock() >= Number(row.expires_at)) throw exportGone('its time is over')
  const presented: PresentedIdentity = JSON.parse(row.access)
  await assertMayHave(context, { presented, reducedFor: row.reduced_for, origin: JSON.parse(row.origin) })
  return presented
}

const recordFetch = (
  context: TenantContext,
  { app_id, object_id }: Selectable<ExportRow>,
  { userId, credential }: PresentedIdentity,
  refusal?: UnderstudyError,
): Promise<void> =>
  auditedChange(context, async (_transaction, note) => {
    note({
      event: 'app.data.downloaded',
      outcome: refusal === undefined ? 'success' : 'refused',
      actor: { type: 'user', id: userId },
      client: clientOf(credential),
      subject: app_id,
      description: `object ${object_id}`,
      errorCode: refusal?.code,
    })
  })
