import { UnderstudyError } from '@understudy/contract'
import { currentSnapshotId, openDataView, openSnapshot, type Principal } from '@understudy/engine'
import { outdatedApps } from './contents/outdated-apps.js'
import type { ContentsContext } from './contents/share-contents.js'
import { snapshotDir } from './snapshot-dir.js'

/** Tells of the data of apps whether section access gives somebody anything of it. */
export interface DataAccess {
  /** Looks somebody up, once for any number of apps of the tenant. */
  readonly of: (tenantId: string, userId: string) => Promise<(appId: string) => Promise<boolean>>
}

/** What is remembered, which is a boolean and a few texts each. */
const remembered = 20_000

/**
 * Resolves section access for apps that nobody opens: their snapshot is opened for the question alone. The answer is kept
 * by snapshot and by what section access knows people by, so that a reload, another group or another mail address asks
 * anew. What cannot be read gives nothing.
 *
 * @param principalOf reads a user as section access knows them
 */
export const createDataAccess = (
  context: ContentsContext,
  principalOf: (tenantId: string, userId: string) => Promise<Principal>,
): DataAccess => {
  const answers = new Map<string, boolean>()

  const keep = (key: string, answer: boolean): boolean => {
    answers.set(key, answer)
    const [oldest] = answers.keys()
    if (answers.size > remembered && oldest !== undefined) answers.delete(oldest)
    return answer
  }

  const gives = async (appId: string, principal: Principal): Promise<boolean> => {
    const directory = snapshotDir(context.config, principal.tenantId, appId)
    const { subject, email = null, groups } = principal
    const key = JSON.stringify([directory, await currentSnapshotId(directory), subject, email, groups])
    const known = answers.get(key)
    if (known !== undefined) return known
    try {
      return keep(key, await seesAnything(directory, principal))
    } catch (error) {
      if (error instanceof UnderstudyError) return false
      throw error
    }
  }

  return {
    of: async (tenantId, userId) => {
      const principal = await principalOf(tenantId, userId)
      const bring = await outdatedApps(context, tenantId)
      return async (appId) => {
        // What cannot be brought here gives nothing: older section access may have let others in.
        const isNewest = await bring(appId).then(
          () => true,
          () => false,
        )
        return isNewest && gives(appId, principal)
      }
    },
  }
}

const seesAnything = async (directory: string, principal: Principal): Promise<boolean> => {
  const snapshot = await openSnapshot(directory, { connections: 1 })
  try {
    await openDataView(snapshot, principal)
    return true
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'ENGINE-NO-ACCESS') return false
    throw error
  } finally {
    snapshot.close()
  }
}
