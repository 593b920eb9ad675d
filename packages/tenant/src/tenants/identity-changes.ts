/** An identity whose tokens stopped being valid: its epoch advanced, or it was deleted; or a browser session that ended. */
export interface IdentityChange {
  readonly tenantId: string
  readonly kind: 'user' | 'client' | 'session'
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
