import { UnderstudyError } from '@understudy/contract'
import { exportQueryLog } from '../../query-log/export-query-log.js'
import { readQueryLog } from '../../query-log/read-query-log.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { recordFilterOf, recordFlags, textOfFlag } from '../record-flags.js'
import { withTenantStore } from '../tenant-store.js'

/** `understudy query-log export <file>`: what was asked of the engine, as a table. */
export const queryLogExportCommand: Command = {
  name: 'query-log export',
  usage: '<file.parquet>',
  summary: 'Write the query log to a Parquet file: who read what, in whose name, how many rows, how long it took.',
  flags: {
    ...recordFlags,
    app: { type: 'string', value: 'app id', explanation: 'What was read of this app.' },
    ...tenantFlag,
    ...jsonFlag,
  },
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const { flags, positionals, stdout } = invocation
      const [file] = positionals
      if (file === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the file to write.')
      const filter = { ...recordFilterOf(invocation), appId: textOfFlag(invocation, 'app') }
      const records = await exportQueryLog(readQueryLog(store, tenantId, filter), file)
      stdout.write(flags.json === true ? `${JSON.stringify({ file, records })}\n` : `${file}: ${records} records.\n`)
      return 0
    }),
}
