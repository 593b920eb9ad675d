import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { scopesCover } from '@understudy/contract'
import { loadAppDefinition } from '@understudy/engine'
import { auditedChange } from '../../audit/audited-change.js'
import { tenantFiles } from '../../files/tenant-files.js'
import { keepTempContent } from '../../temp-contents/keep-temp-content.js'
import type { TempContent } from '../../temp-contents/temp-content-rows.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { appFor } from '../app-rights.js'
import { bringContents } from '../contents/bring-contents.js'
import { type AppCaller, assertSeesEverything } from '../data-of-app.js'
import { appFolder } from '../folders/app-folder.js'
import { copyAppFiles } from '../folders/copy-files.js'
import { writeArchive } from '../folders/write-archive.js'
import { readReadableApp } from '../readable-apps.js'
import { sourcePlaces } from '../source-places.js'

/** Seconds for which an export waits to be downloaded. */
const exportLifetime = 3600

/**
 * Packs an app as the archive of its folder, for the caller to download (contract 4.13).
 *
 * @param withData whether its data and the script that loads it come along
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-REDUCED, APP-SOURCE, FILES-TOO-LARGE
 */
export const exportApp = async (
  context: TenantContext,
  caller: AppCaller,
  appId: string,
  withData: boolean,
): Promise<TempContent> => {
  const { tenant, config, randomness } = context
  const app = scopesCover(caller.scopes, 'admin.apps:export')
    ? await readReadableApp(context, { ...caller, scopes: [...caller.scopes, 'admin.apps:read'] }, appId)
    : await appFor(context, caller, appId, 'source')
  if (!scopesCover(caller.scopes, 'admin.apps:export')) await assertSeesEverything(context, caller, app)
  await bringContents(context, app, 'folder')
  const from = appFolder(config, app)
  const definition = await loadAppDefinition(from)
  const places = await sourcePlaces(context, app, definition)
  const work = join(tenantFiles(config, tenant.id, 'temp-contents'), `${randomness.bytes(12).toString('hex')}.export`)
  await mkdir(join(work, 'app'), { recursive: true, mode: 0o700 })
  try {
    await copyAppFiles(from, join(work, 'app'), { definition, places, withData })
    await writeArchive(join(work, 'app'), join(work, 'app.zip'))
    const name = `${app.name.replace(/[^\w .-]/g, '_').slice(0, 100)}.zip`
    const content = await keepTempContent(context, caller, { path: join(work, 'app.zip'), name, ttl: exportLifetime })
    await auditedChange(context, async (_transaction, note) => {
      note({ event: 'app.exported', outcome: 'success', ...caller.trace, subject: app.id })
    })
    return content
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
