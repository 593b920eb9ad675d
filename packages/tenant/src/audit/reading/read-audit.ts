import { UnderstudyError } from '@understudy/contract'
import type { Store } from '../../store/schema.js'
import { type AuditRecord, auditItem } from './audit-item.js'
import { withClientsOfTokens } from './clients-of-tokens.js'
import { parseRecordId, recordTime } from './journal-position.js'

/**
 * Reads one record of the journal, however old.
 *
 * @throws UnderstudyError AUDITS-NOT-FOUND
 */
export const readAudit = async (store: Store, tenantId: string, id: string): Promise<AuditRecord> => {
  const place = parseRecordId(id)
  const row =
    place &&
    (await store
      .selectFrom('audit_journal')
      .select(['record', recordTime.as('time')])
      .where('tenant_id', '=', tenantId)
      .where('node_id', '=', place.nodeId)
      .where('seq', '=', place.seq)
      .executeTakeFirst())
  if (!row) return refuseUnknown()
  const [record] = await withClientsOfTokens(store, tenantId, [auditItem(tenantId, { ...place, ...row })])
  return record ?? refuseUnknown()
}

const refuseUnknown = (): never => {
  throw new UnderstudyError('AUDITS-NOT-FOUND', 'There is no audit record with this id.')
}
