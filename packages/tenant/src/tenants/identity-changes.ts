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
  /** Tells this node that it hears the others no longer as it should. */
  readonly publishHearing: (loss: HearingLoss) => void
  /** @returns ends the subscription */
  readonly subscribeToHearing: (listener: (loss: HearingLoss) => void) => () => void
}

/**
 * How a node lost touch with what the others publish: it may have `missed` some and hears again, or is `deaf`, and has been
 * for so long that it must not trust what it knew.
 */
export type HearingLoss = 'missed' | 'deaf'

/** Makes the channel of one node. Listeners are called in turn, at once, in the order of their subscription. */
export const identityChanges = (): IdentityChanges => {
  const changes = channelOf<IdentityChange>()
  const losses = channelOf<HearingLoss>()
  return {
    publish: changes.publish,
    publishHere: changes.publish,
    subscribe: changes.subscribe,
    publishHearing: losses.publish,
    subscribeToHearing: losses.subscribe,
  }
}

const channelOf = <Message>() => {
  const listeners = new Set<(message: Message) => void>()
  return {
    publish: (message: Message): void => {
      for (const listener of listeners) listener(message)
    },
    subscribe: (listener: (message: Message) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
