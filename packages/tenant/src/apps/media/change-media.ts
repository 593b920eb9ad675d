import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { UnderstudyError } from '@understudy/contract'
import { receiveFile } from '../../files/receive-file.js'
import { tenantFiles } from '../../files/tenant-files.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { appFor } from '../app-rights.js'
import { assertMadeByUser, changeFiles } from '../change-app.js'
import { mediaFolder, mediaNotFound, picturePath, picturesOf } from './media-files.js'

/** Pictures of an app. */
const mostPictures = 500
/** Bytes of a picture. */
const largestPicture = 20 * 2 ** 20

/**
 * Adds a picture to an app. Who may not is told before anything is received.
 *
 * @param picture its bytes
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-IN-FOLDER, APP-MEDIA, APP-MEDIA-TAKEN, FILES-TOO-LARGE
 */
export const addMedia = async (
  context: TenantContext,
  caller: Caller,
  appId: string,
  { path: text, picture }: { readonly path: string; readonly picture: Readable },
): Promise<void> => {
  const { config, tenant, randomness } = context
  const app = await appFor(context, caller, appId, 'update')
  assertMadeByUser(app)
  const path = picturePath(text)
  const pictures = await picturesOf(context, app)
  const taken = (known: string): boolean =>
    known === path || known.startsWith(`${path}/`) || path.startsWith(`${known}/`)
  if (pictures.some(taken)) throw new UnderstudyError('APP-MEDIA-TAKEN', 'The app has a media file of that path.')
  if (pictures.length >= mostPictures)
    throw new UnderstudyError('APP-MEDIA', `The app has ${mostPictures} pictures already.`)
  const sizes = pictures.map(async (each) => (await stat(join(mediaFolder(config, app), each))).size)
  const used = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  // No more than an archive may unpack to, so that the app can be exported and imported again.
  const left = config.uploadSize * 4 * 2 ** 20 - used
  const name = `${randomness.bytes(12).toString('hex')}.media`
  const received = join(tenantFiles(config, tenant.id, 'temp-contents'), name)
  try {
    await receiveFile(picture, received, Math.min(largestPicture, left))
    await changeFiles(context, caller, app, {
      changed: ['media'],
      change: async (folder) => {
        const kept = join(folder, 'media', path)
        await mkdir(dirname(kept), { recursive: true, mode: 0o700 })
        await rename(received, kept)
      },
    })
  } finally {
    await rm(received, { force: true })
  }
}

/**
 * Deletes a picture of an app, or a folder of them.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-IN-FOLDER, APP-MEDIA-NOT-FOUND
 */
export const deleteMedia = async (
  context: TenantContext,
  caller: Caller,
  appId: string,
  path: string,
): Promise<void> => {
  const app = await appFor(context, caller, appId, 'update')
  assertMadeByUser(app)
  // A path that leads elsewhere begins none of these.
  const pictures = await picturesOf(context, app)
  if (!pictures.some((each) => each === path || each.startsWith(`${path}/`))) throw mediaNotFound()
  await changeFiles(context, caller, app, {
    changed: ['media'],
    change: (folder) => rm(join(folder, 'media', path), { recursive: true }),
  })
}
