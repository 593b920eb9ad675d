import { UnderstudyError } from '@understudy/contract'
import { loadAppDefinition } from '@understudy/engine'
import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type App, readApp } from '../app-rows.js'
import { operatorsSource } from '../app-sources.js'
import { shareContents } from '../contents/share-contents.js'
import { changeManifest } from '../folders/copy-files.js'
import { extractArchive } from '../folders/extract-archive.js'
import { makeAppFolder } from '../folders/make-app-folder.js'
import { replaceFile } from '../folders/replace-file.js'
import { scriptOf } from '../folders/script-of.js'
import { assertMayMake } from './assert-may-make.js'
import { insertApp } from './insert-app.js'
import { loadNewApp } from './load-new-app.js'

/** What an imported app is to be like. */
export interface ImportedApp {
  readonly name?: string | undefined
  readonly spaceId?: string | undefined
  /** Whether its data is left unloaded. */
  readonly noData: boolean
}

/** Lets only those pass who may import an app into the space: asked before anything is received. */
export const assertMayImport = (context: TenantContext, caller: Caller, spaceId: string | undefined): Promise<void> =>
  context.store
    .transaction()
    .execute((transaction) =>
      assertMayMake(transaction, context.tenant.id, caller, { spaceId: spaceId || null, by: 'making' }),
    )

/**
 * Makes an app of the archive of an app folder, and loads its data.
 *
 * @param archive path of the archive
 * @throws UnderstudyError APP-ARCHIVE, APP-ARCHIVE-QVF, APP-FOLDER, APP-SOURCE, APP-CREATE-FORBIDDEN, APP-LIMIT,
 *   SPACES-NOT-FOUND, or of the reload
 */
export const importApp = async (
  context: TenantContext,
  caller: Caller,
  archive: string,
  { name, spaceId, noData }: ImportedApp,
): Promise<App> => {
  const { tenant, config, clock, randomness, store } = context
  const id = randomness.uuid()
  const described = { name: '', description: '' }
  const folder = await makeAppFolder(context, async (path) => {
    await extractArchive(archive, path, { bytes: config.uploadSize * 4 * 2 ** 20 })
    const definition = await loadAppDefinition(path)
    const source = operatorsSource(definition)
    if (source !== undefined)
      throw new UnderstudyError('APP-SOURCE', `"${source}": only apps in folders of the operator read this.`)
    described.name = name || definition.name
    described.description = definition.description
    await changeManifest(path, { id, ...described })
    await replaceFile(`${path}/data.sql`, await scriptOf(path))
  })
  const now = new Date(clock()).toISOString()
  const app = await auditedChange(context, async (transaction, note) => {
    const place = { spaceId: spaceId || null, by: 'making' } as const
    await assertMayMake(transaction, tenant.id, caller, place)
    const made = { tenant_id: tenant.id, id, ...described, folder, space_id: place.spaceId, owner_id: caller.userId }
    const row = await insertApp(transaction, made, now)
    note({ event: 'app.imported', outcome: 'success', ...caller.trace, subject: id })
    return row
  })
  if (!noData) return loadNewApp(context, caller, app)
  await shareContents(context, app)
  return readApp(store, tenant.id, id)
}
