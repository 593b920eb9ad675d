/**
 * An identity whose access ended: a user or client whose epoch advanced or who was deleted; a grant (by `grantId`) or a
 * single token of it (by `jti`) that was revoked; a browser session that is over; an API key that was ended.
 */
export interface IdentityChange {
  readonly tenantId: string
  readonly kind: 'user' | 'client' | 'grant' | 'session' | 'api-key'
  readonly id: string
}

/**
 * Tells this node's caches and sockets about identities whose tokens have to be refused from now on (the walk "Revoke").
 * Publish after the change was committed, never within its transaction.
 */
export interface IdentityChanges {
  readonly publish: (change: IdentityChange) => void
  /** @returns ends the subscription */
  readonly subscribe: (listener: (change: IdentityChange) => void) => () => void
}

/** Makes the channel of one node. Listeners are called in turn, at once, in the order of their subscription. */
export const identityChanges = (): IdentityChanges => {
  const listeners = new Set<(change: IdentityChange) => void>()
  return {
    publish: (change) => {
      for (const listener of listeners) listener(change)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
