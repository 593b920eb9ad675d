import { copyFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import { auditedChange } from '../audit/audited-change.js'
import { syncToDisk } from '../files/sync-to-disk.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { DataFileRow, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { dataPlace } from './data-file-places.js'
import { dataFilePath } from './space-files.js'

export type DataFile = Selectable<DataFileRow>

/** What the script of an app reads, by the ends of names. */
export const dataFileExtensions = ['csv', 'tsv', 'txt', 'json', 'jsonl', 'ndjson', 'parquet'] as const

/** Files that one user may own. */
const mostFiles = 10_000

/** A file that was received, under a name that nothing else has. */
export interface ReceivedFile {
  readonly path: string
  /** Whether it is kept where it is, too. */
  readonly copied: boolean
}

/** What a file is called and where it is to be. */
export interface WantedFile {
  readonly name: string
  readonly connectionId?: string | null | undefined
}

/**
 * Adds a file to a space.
 *
 * @throws UnderstudyError DF-010, DF-013 to DF-016, DATA-FILES-TAKEN, APP-CREATE-FORBIDDEN
 */
export const addDataFile = (
  context: TenantContext,
  caller: Caller,
  file: ReceivedFile,
  { name, connectionId }: WantedFile,
): Promise<DataFile> =>
  withContent(context, file, name, (content, size) =>
    auditedChange(context, async (transaction, note) => {
      const { tenant, randomness, clock } = context
      await lockTenant(transaction, tenant.id)
      const at = await dataPlace(transaction, tenant.id, caller, connectionId, 'write')
      await assertWithinQuota(context, transaction, caller.userId, size)
      const now = new Date(clock()).toISOString()
      const row = await transaction
        .insertInto('data_files')
        .values({
          tenant_id: tenant.id,
          id: randomness.uuid(),
          place: at.place,
          space_id: at.spaceId,
          owner_id: caller.userId,
          name,
          name_folded: name.toLowerCase(),
          content,
          size,
          created_at: now,
          updated_at: now,
          content_updated_at: now,
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'place', 'name_folded']).doNothing())
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) throw new UnderstudyError('DATA-FILES-TAKEN', 'The space has a file of that name.')
      note({ event: 'data-file.created', outcome: 'success', ...caller.trace, subject: row.id })
      return row
    }),
  )

/**
 * Replaces the bytes of a file; apps read them from their next reload on.
 *
 * @throws UnderstudyError DATA-FILES-NOT-FOUND, DF-013, DF-016
 */
export const replaceDataFile = async (
  context: TenantContext,
  caller: Caller,
  id: string,
  file: ReceivedFile,
): Promise<DataFile> => {
  const { tenant, config, clock, store } = context
  const known = await store
    .transaction()
    .execute((transaction) => findDataFile(context, transaction, caller, id, 'write'))
  const replaced = await withContent(context, file, known.name, (content, size) =>
    auditedChange(context, async (transaction, note) => {
      await lockTenant(transaction, tenant.id)
      const former = await findDataFile(context, transaction, caller, id, 'write')
      await assertWithinQuota(context, transaction, former.owner_id, size - former.size)
      const now = new Date(clock()).toISOString()
      note({ event: 'data-file.updated', outcome: 'success', ...caller.trace, subject: id, changed: ['content'] })
      return transaction
        .updateTable('data_files')
        .set({ content, size, updated_at: now, content_updated_at: now })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
    }),
  )
  await rm(dataFilePath(config, tenant.id, known.content), { force: true })
  return replaced
}

/** @throws UnderstudyError DATA-FILES-NOT-FOUND, DF-013 */
export const deleteDataFile = async (context: TenantContext, caller: Caller, id: string): Promise<void> => {
  const { tenant, config } = context
  const { content } = await auditedChange(context, async (transaction, note) => {
    const known = await findDataFile(context, transaction, caller, id, 'write')
    await transaction.deleteFrom('data_files').where('tenant_id', '=', tenant.id).where('id', '=', id).execute()
    note({ event: 'data-file.deleted', outcome: 'success', ...caller.trace, subject: id })
    return known
  })
  await rm(dataFilePath(config, tenant.id, content), { force: true })
}

/**
 * A file, for whoever may read or write those of its place.
 *
 * @throws UnderstudyError DATA-FILES-NOT-FOUND, DF-013
 */
export const findDataFile = async (
  { tenant }: Pick<TenantContext, 'tenant'>,
  transaction: StoreTransaction,
  caller: Caller,
  id: string,
  need: 'read' | 'write',
): Promise<DataFile> => {
  const notFound = new UnderstudyError('DATA-FILES-NOT-FOUND', 'There is no file of that id that the token may read.')
  const row = await transaction
    .selectFrom('data_files')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined || (row.space_id === null && row.owner_id !== caller.userId)) throw notFound
  await dataPlace(transaction, tenant.id, caller, row.space_id, need).catch((error: unknown) => {
    throw error instanceof UnderstudyError && error.code === 'DF-014' ? notFound : error
  })
  return row
}

/** The bytes of all files of a user, and how many files these are. */
export const usageOf = async (
  transaction: StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<{ readonly size: number; readonly count: number }> => {
  const { size, count } = await transaction
    .selectFrom('data_files')
    .select((eb) => [
      eb.fn.sum<number | string | null>('size').as('size'),
      eb.fn.countAll<number | string>().as('count'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('owner_id', '=', userId)
    .executeTakeFirstOrThrow()
  return { size: Number(size ?? 0), count: Number(count) }
}

const assertWithinQuota = async (
  { tenant, config }: TenantContext,
  transaction: StoreTransaction,
  userId: string,
  more: number,
): Promise<void> => {
  const { size, count } = await usageOf(transaction, tenant.id, userId)
  if (size + more > config.userQuota * 2 ** 20 || count >= mostFiles)
    throw new UnderstudyError('DF-016', `The user has ${size} bytes in ${count} files already.`)
}

/** Brings a received file to where data files lie, under the ending that its readers go by; away again on failure. */
const withContent = async (
  { tenant, config, randomness }: TenantContext,
  { path, copied }: ReceivedFile,
  name: string,
  use: (content: string, size: number) => Promise<DataFile>,
): Promise<DataFile> => {
  const content = `${randomness.bytes(16).toString('hex')}${extensionOf(name)}`
  const kept = dataFilePath(config, tenant.id, content)
  try {
    await (copied ? copyFile(path, kept) : rename(path, kept))
    await syncToDisk(kept)
    await syncToDisk(dirname(kept))
    return await use(content, (await stat(kept)).size)
  } catch (error) {
    await rm(kept, { force: true })
    throw error
  }
}

/** @throws UnderstudyError DF-010, DF-015 */
const extensionOf = (name: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (name.length > 255 || name.startsWith('.') || /[\x00-\x1f\x7f/\\:]/.test(name))
    throw new UnderstudyError('DF-015', 'The name holds what names of files do not.')
  const extension = extname(name).toLowerCase()
  if (dataFileExtensions.some((known) => `.${known}` === extension)) return extension
  throw new UnderstudyError('DF-010', `Names of data files end in one of ${dataFileExtensions.join(', ')}.`)
}
