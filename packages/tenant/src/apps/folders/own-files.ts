import { filesOfFolder } from './files-of-folder.js'

/** What belongs to an app. Beside it, an archive or a folder of the operator may hold anything. */
const ownFile =
  /^(app\.json|app-properties\.json|dimensions\.json|measures\.json|variables\.json|bookmarks\.json|fields\.json|data\.sql|script\.qvs|objects\/[^/]+\.json|data\/.+|media\/.+)$/

/** Whether a path within an app folder, with `/` between names, is of the app. */
export const isOwnFile = (path: string): boolean => ownFile.test(path)

/** The paths of an app's files, in order. */
export const ownFilesOf = async (folder: string): Promise<string[]> => (await filesOfFolder(folder)).filter(isOwnFile)
