import type { IdentityChange } from '../tenants/identity-changes.js'

/** An open socket, and whose it is. */
export interface IdentifiedSocket {
  readonly tenantId: string
  readonly userId: string
  readonly clientId: string
  readonly revoke: () => void
}

/** The open sockets of this node by the identities that their tokens stand for. */
export interface SocketIdentities {
  /** @returns forgets the socket */
  readonly add: (socket: IdentifiedSocket) => () => void
  /** Closes every socket that a dead identity stands behind. */
  readonly revoke: (change: IdentityChange) => void
}

const concerns = ({ tenantId, kind, id }: IdentityChange, socket: IdentifiedSocket): boolean =>
  socket.tenantId === tenantId && (kind === 'user' ? socket.userId : socket.clientId) === id

export const createSocketIdentities = (): SocketIdentities => {
  const sockets = new Set<IdentifiedSocket>()
  return {
    add: (socket) => {
      sockets.add(socket)
      return () => void sockets.delete(socket)
    },
    revoke: (change) => {
      for (const socket of [...sockets]) if (concerns(change, socket)) socket.revoke()
    },
  }
}
