import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import type { WantedExport } from '@understudy/engine'
import { auditedChange } from '../audit/audited-change.js'
import type { TenantDoor } from '../engine-host/engine-host.js'
import { clientOf } from '../oauth/credential.js'
import type { AccessPrincipal } from '../oauth/principal.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertMayHave, type ExportAccess, exportGone, presentedBy, reductionText } from './export-access.js'
import { exportPath, toldId } from './export-file.js'
import { bytesLeft, keepExport } from './keep-export.js'
import type { RunningExports } from './running-exports.js'

/** What all exports of a node share. */
export interface ExportService {
  readonly running: RunningExports
  readonly nodeId: string
}

interface Begun {
  readonly wanted: WantedExport
  readonly access: ExportAccess
}

/** How one socket exports data: by its own credential and the rights that it has, at the beginning and at the end. */
export const exportDoor = (
  { running, nodeId }: ExportService,
  context: TenantContext,
  access: AccessPrincipal,
): Pick<TenantDoor, 'beginExport' | 'endExport'> => {
  const { tenant, config, metrics, randomness } = context
  const owner = { tenantId: tenant.id, userId: access.userId }
  const begun = new Map<string, Begun>()
  const presented = presentedBy(access)

  /** The file, and beside it the folder of what waits to be written, which an engine that ended left there. */
  const remove = async (id: string): Promise<void> => {
    const path = exportPath(config, tenant.id, id)
    await rm(path, { force: true })
    await rm(`${path}.rows`, { recursive: true, force: true })
  }

  const refused = async (wanted: WantedExport, error: unknown): Promise<never> => {
    metrics.count('understudy_exports_total', { type: wanted.fileType, outcome: 'refused' })
    if (error instanceof UnderstudyError) await recordRefusal(context, access, wanted, error)
    throw error
  }

  return {
    beginExport: async (wanted) => {
      const { origin } = wanted
      if (origin === null) throw new UnderstudyError('EXPORT-NO-DATA', 'the session app has no data')
      const exporting = { presented, reducedFor: reductionText(wanted.principal), origin }
      try {
        await assertMayHave(context, exporting)
      } catch (error) {
        return await refused(wanted, error)
      }
      const mostBytes = Math.min(config.exportSize * 2 ** 20, await bytesLeft(context, access.userId))
      const id = randomness.uuid()
      const path = exportPath(config, tenant.id, id)
      running.begin(id, owner, () => void remove(id).catch(() => undefined))
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      } catch (error) {
        running.end(id, owner)
        throw error
      }
      begun.set(id, { wanted, access: exporting })
      return { id, path, mostBytes }
    },
    endExport: async (id, written) => {
      const known = begun.get(id)
      begun.delete(id)
      const inTime = running.end(id, owner)
      if (known === undefined) throw exportGone('it has ended')
      if (!inTime) {
        // It was written on after it had been removed.
        await remove(id)
        throw exportGone('it took too long')
      }
      const { wanted, access: exporting } = known
      const count = (outcome: 'written' | 'failed'): void =>
        metrics.count('understudy_exports_total', { type: wanted.fileType, outcome })
      if (!written) {
        count('failed')
        await remove(id)
        return null
      }
      try {
        await assertMayHave(context, exporting)
      } catch (error) {
        await remove(id)
        return await refused(wanted, error)
      }
      try {
        const url = await keepExport(context, { id, nodeId, wanted, access: exporting })
        count('written')
        return url
      } catch (error) {
        count('failed')
        throw error
      }
    },
  }
}

/** Whoever tries to get data out that they may not have is in the journal. */
const recordRefusal = (
  context: TenantContext,
  { userId, credential }: AccessPrincipal,
  { objectId, origin }: WantedExport,
  { code }: UnderstudyError,
): Promise<void> =>
  auditedChange(context, async (_transaction, note) => {
    note({
      event: 'app.data.exported',
      outcome: 'refused',
      actor: { type: 'user', id: userId },
      client: clientOf(credential),
      subject: origin?.appId,
      description: `object ${toldId(objectId)}`,
      errorCode: code,
    })
  })
