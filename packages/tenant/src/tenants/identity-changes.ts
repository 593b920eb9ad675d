/**
 * An identity whose access ended: a user or client whose epoch advanced or who was deleted; what a client got with one of
 * its secrets or keys (by `endedCredentialId`); a grant (by `grantId`) or a
 * single token of it (by `jti`) that was revoked; a browser session that is over; an API key that was ended; a tenant with
 * everybody in it. Of kind `tenant-settings` nobody's access ended, but what nodes remember of the tenant or its keys is
 * outdated. A `space` whose members or apps changed ends nothing by itself: who opened an app has to be looked at again.
 */
export interface IdentityChange {
  readonly tenantId: string
  readonly kind:
    | 'user'
    | 'client'
    | 'client-credential'
    | 'grant'
    | 'session'
    | 'api-key'
    | 'tenant'
    | 'tenant-settings'
    | 'space'
  readonly id: string
}

/**
 * Tells this node's caches and sockets about identities whose tokens have to be refused from now on (the walk "Revoke").
 * Publish after the change was committed, never within its transaction.
 */
export interface IdentityChanges {
  readonly publish: (change: IdentityChange) => void
  /** Tells this node only, of what every node finds out by itself. */
  readonly publishHere: (change: IdentityChange) => void
  /** @returns ends the subscription */
  readonly subscribe: (listener: (change: IdentityChange) => void) => () => void
}

/** Makes the channel of one node. Listeners are called in turn, at once, in the order of their subscription. */
export const identityChanges = (): IdentityChanges => {
  const listeners = new Set<(change: IdentityChange) => void>()
  const publishHere = (change: IdentityChange): void => {
    for (const listener of listeners) listener(change)
  }
  return {
    publish: publishHere,
    publishHere,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
