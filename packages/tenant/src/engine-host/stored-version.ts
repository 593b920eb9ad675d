import { currentSnapshotId } from '@understudy/engine'
import type { StoredApp } from './engine-host.js'

/** Tells one state of an app from others: another reload, or another folder. */
export const versionOf = ({ folder }: StoredApp, snapshotId: string | undefined): string =>
  JSON.stringify([snapshotId ?? null, folder])

/** The state that an app is in now; `undefined` where it has no snapshot. */
export const currentVersion = async (app: StoredApp): Promise<string | undefined> => {
  const snapshotId = await currentSnapshotId(app.snapshotDir)
  return snapshotId === undefined ? undefined : versionOf(app, snapshotId)
}
