import { once } from 'node:events'
import { streamRecords } from '../../audit/reading/stream-records.js'
import { auditFlags, auditQueryOf } from '../audit-flags.js'
import { type Command, tenantFlag } from '../command.js'
import { withTenantStore } from '../tenant-store.js'

/** `understudy audit export`: all records that are asked for, to be kept or read elsewhere. */
export const auditExportCommand: Command = {
  name: 'audit export',
  summary: 'Write records of the audit journal to standard output, the oldest first, each a line of JSON.',
  flags: { ...auditFlags, ...tenantFlag },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const { stdout } = invocation
      const query = auditQueryOf(invocation)
      for await (const record of streamRecords(store, tenantId, query)) {
        // A pipe that is read slowly: what is written to it must not pile up here.
        if (stdout.write(`${JSON.stringify(record)}\n`) === false && isStream(stdout)) await once(stdout, 'drain')
      }
      return 0
    }),
}

const isStream = (output: unknown): output is NodeJS.WritableStream =>
  typeof output === 'object' && output !== null && 'once' in output
