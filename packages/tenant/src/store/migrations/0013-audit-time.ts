import { type Kysely, sql } from 'kysely'

/** Finds audit records by time: every record's text begins with `{"time":"` and its time in a fixed form. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`create index audit_journal_time on audit_journal (tenant_id, (substr(record, 10, 24)))`.execute(db)
}
