import type { Logger } from 'pino'
import { openNotifications } from '../store/postgres-notifications.js'
import { type IdentityChange, type IdentityChanges, identityChanges } from './identity-changes.js'
import { parseIdentityChange } from './parse-identity-change.js'

/** The channel of a node, and how to leave it. */
export interface OpenedIdentityChanges {
  readonly changes: IdentityChanges
  readonly close: () => Promise<void>
}

/**
 * Opens the channel of a node. On PostgreSQL what one node publishes reaches the listeners of every node; the publishing
 * node's own hear it at once. On a libSQL file there is one node.
 *
 * @param storeLocation as for `openStore`
 * @param deafAfter milliseconds without hearing the others after which this node counts as deaf
 * @param log is told of messages that are none of ours
 */
export const openIdentityChanges = async (
  storeLocation: string,
  deafAfter: number,
  log: Pick<Logger, 'warn'>,
): Promise<OpenedIdentityChanges> => {
  const local = identityChanges()
  if (!/^postgres(ql)?:\/\//.test(storeLocation)) return { changes: local, close: async () => undefined }

  const notifications = await openNotifications(storeLocation, {
    channel: 'understudy_identity_changes',
    deafAfter,
    onMessage: (message) => {
      const change = parseIdentityChange(message)
      if (change === undefined) log.warn('A notification of the database is no identity change, and was ignored')
      else local.publish(change)
    },
    onMissed: () => {
      log.warn('The connection that tells of revocations broke and is there again; all sockets are looked at')
      local.publishHearing('missed')
    },
    onDeaf: () => {
      log.warn('This node has not heard of revocations for too long; its sockets are closed')
      local.publishHearing('deaf')
    },
  })
  const publish = (change: IdentityChange): void => {
    local.publish(change)
    // A node that is not told finds out at the next request of the identity, from the store.
    notifications.notify(JSON.stringify(change)).catch(() => undefined)
  }
  return { changes: { ...local, publish }, close: notifications.close }
}
