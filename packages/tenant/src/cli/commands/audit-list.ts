import { UnderstudyError } from '@understudy/contract'
import type { AuditRecord } from '../../audit/reading/audit-item.js'
import { streamRecords } from '../../audit/reading/stream-records.js'
import { auditFlags, auditQueryOf } from '../audit-flags.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withTenantStore } from '../tenant-store.js'

const defaultLimit = 20

/** `understudy audit list`: the newest records of the journal that are asked for. */
export const auditListCommand: Command = {
  name: 'audit list',
  summary: 'Show the newest records of the audit journal, all or those of a user, a client, a type, a time.',
  flags: {
    ...auditFlags,
    limit: { type: 'string', value: 'number', explanation: `How many records; ${defaultLimit} unless given.` },
    ...tenantFlag,
    ...jsonFlag,
  },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const { flags, stdout } = invocation
      const limit = limitOf(flags.limit)
      const query = auditQueryOf(invocation)
      const records: AuditRecord[] = []
      for await (const record of streamRecords(store, tenantId, query, true)) {
        if (records.push(record) === limit) break
      }
      stdout.write(flags.json === true ? `${JSON.stringify(records)}\n` : records.map(line).join(''))
      return 0
    }),
}

const limitOf = (text: Parameters<Command['run']>[0]['flags'][string]): number => {
  if (text === undefined) return defaultLimit
  const limit = Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000) {
    throw new UnderstudyError('CLI-USAGE', '--limit must be a whole number from 1 to 10000.')
  }
  return limit
}

const line = ({ eventTime, eventType, userId, data, extensions }: AuditRecord): string => {
  const told = [
    userId === undefined ? undefined : `user ${userId}`,
    extensions.actor && `by ${extensions.actor.subType} ${extensions.actor.sub}`,
    data.id === undefined ? undefined : `on ${data.id}`,
    data.outcome === 'refused' ? `refused (${data.errorCode})` : undefined,
  ]
  return `${[eventTime, eventType, ...told.filter((each) => each !== undefined)].join('  ')}\n`
}
