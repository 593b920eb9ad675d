import { rm } from 'node:fs/promises'
import { copySnapshot, loadAppDefinition } from '@understudy/engine'
import { auditedChange } from '../../audit/audited-change.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AppRight, appFor } from '../app-rights.js'
import type { App } from '../app-rows.js'
import { bringContents } from '../contents/bring-contents.js'
import { shareContents, snapshotOf } from '../contents/share-contents.js'
import { type AppCaller, assertSeesEverything } from '../data-of-app.js'
import { appFolder } from '../folders/app-folder.js'
import { changeManifest, copyAppFiles } from '../folders/copy-files.js'
import { makeAppFolder } from '../folders/make-app-folder.js'
import { snapshotDir } from '../snapshot-dir.js'
import { sourcePlaces } from '../source-places.js'
import { type AppPlace, assertMayMake } from './assert-may-make.js'
import { insertApp } from './insert-app.js'

/** What a copy is to be like, where it differs. */
export interface AppCopy extends AppPlace {
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/** What it takes of an app to make a copy, by what is made. */
const needed: Readonly<Record<AppPlace['by'], AppRight>> = { making: 'source', publishing: 'publish' }

/**
 * Copies an app with the data that it has now.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-REDUCED, APP-SOURCE, APP-CREATE-FORBIDDEN, APP-LIMIT,
 *   APP-PUBLISH, SPACES-NOT-FOUND
 */
export const copyApp = async (
  context: TenantContext,
  caller: AppCaller,
  appId: string,
  copy: AppCopy,
): Promise<App> => {
  const { tenant, clock, randomness, config, store } = context
  const source = await appFor(context, caller, appId, needed[copy.by])
  await assertSeesEverything(context, caller, source)
  await store.transaction().execute((transaction) => assertMayMake(transaction, tenant.id, caller, copy))
  const id = randomness.uuid()
  const name = copy.name || source.name
  const description = copy.description ?? source.description ?? ''
  const folder = await copiedFolder(context, source, { id, name, description })
  const snapshots = snapshotDir(config, tenant.id, id)
  try {
    await copySnapshot(snapshotDir(config, tenant.id, source.id), snapshots)
    const now = new Date(clock()).toISOString()
    const made = await auditedChange(context, async (transaction, note) => {
      await assertMayMake(transaction, tenant.id, caller, copy)
      const { has_section_access, last_reload_at, reload_status } = source
      const described = { tenant_id: tenant.id, id, name, description, folder, space_id: copy.spaceId }
      const data = { has_section_access, last_reload_at, reload_status, owner_id: caller.userId }
      const published = copy.by === 'publishing' ? { origin_app_id: source.id, published_at: now } : {}
      const row = await insertApp(transaction, { ...described, ...data, ...published }, now)
      const event = copy.by === 'publishing' ? 'app.published' : 'app.copied'
      note({ event, outcome: 'success', ...caller.trace, subject: id, description: `of ${source.id}` })
      return row
    })
    await shareContents(context, made, await snapshotOf(snapshots))
    return made
  } catch (error) {
    await rm(snapshots, { recursive: true, force: true })
    throw error
  }
}

/** A folder with the files of an app under another identity. */
export const copiedFolder = async (
  context: TenantContext,
  source: App,
  identity: { readonly id: string; readonly name: string; readonly description: string },
): Promise<string> => {
  await bringContents(context, source)
  const from = appFolder(context.config, source)
  const definition = await loadAppDefinition(from)
  const places = await sourcePlaces(context, source, definition)
  return makeAppFolder(context, async (to) => {
    await copyAppFiles(from, to, { definition, places, withData: true })
    await changeManifest(to, identity)
  })
}
