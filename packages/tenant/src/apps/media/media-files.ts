import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import type { Config } from '../../config/options.js'
import type { App } from '../app-rows.js'
import { bringContents } from '../contents/bring-contents.js'
import type { ContentsContext } from '../contents/share-contents.js'
import { appFolder } from '../folders/app-folder.js'
import { filesOfFolder } from '../folders/files-of-folder.js'

/** Names in the path of a file. */
const deepest = 8
const name = /^[\p{L}\p{N}_-][\p{L}\p{N}_ .-]{0,127}$/u
/** What runs nothing in a browser. */
const picture = /\.(png|jpe?g|gif|webp)$/i

/** The folder of an app's pictures. */
export const mediaFolder = (config: Config, app: App): string => join(appFolder(config, app), 'media')

/**
 * The path of a picture that is to be kept, with `/` between names.
 *
 * @throws UnderstudyError APP-MEDIA
 */
export const picturePath = (path: string): string => {
  const names = path.split('/')
  if (names.length > deepest || !names.every((each) => name.test(each)))
    throw new UnderstudyError('APP-MEDIA', 'The path holds what paths of media files do not.')
  if (picture.test(path)) return path
  throw new UnderstudyError('APP-MEDIA', 'Only pictures are kept: .png, .jpg, .jpeg, .gif and .webp.')
}

/** Paths of the pictures of an app, in order. Links lead nowhere, and what is no picture is not served. */
export const picturesOf = async (context: ContentsContext, app: App): Promise<readonly string[]> => {
  await bringContents(context, app, 'folder')
  const files = await filesOfFolder(mediaFolder(context.config, app)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  return files.filter((path) => picture.test(path))
}

/**
 * Where a picture of an app lies.
 *
 * @throws UnderstudyError APP-MEDIA-NOT-FOUND
 */
export const findPicture = async (context: ContentsContext, app: App, path: string): Promise<string> => {
  // What is listed lies in the folder, wherever a path would lead.
  if ((await picturesOf(context, app)).includes(path)) return join(mediaFolder(context.config, app), path)
  throw mediaNotFound()
}

/**
 * Where the picture lies that stands for the app: `qThumbnail` of its properties names it.
 *
 * @throws UnderstudyError APP-MEDIA-NOT-FOUND
 */
export const findThumbnail = async (context: ContentsContext, app: App): Promise<string> => {
  await bringContents(context, app, 'folder')
  const file = join(appFolder(context.config, app), 'app-properties.json')
  const properties = await readFile(file, 'utf8').catch(() => '{}')
  const url = thumbnailUrl(properties)
  const path = /(?:^|\/)media\/(?:files\/)?([^?#]+)(?:[?#]|$)/.exec(url)?.[1]
  if (path === undefined) throw mediaNotFound()
  return findPicture(context, app, path)
}

/** What the path names is not there, or nothing that is served. */
export const mediaNotFound = (): UnderstudyError =>
  new UnderstudyError('APP-MEDIA-NOT-FOUND', 'The app has no such media file.')

const thumbnailUrl = (properties: string): string => {
  try {
    const { qThumbnail } = JSON.parse(properties) as { qThumbnail?: { qUrl?: unknown } }
    return typeof qThumbnail?.qUrl === 'string' ? qThumbnail.qUrl : ''
  } catch {
    return ''
  }
}
