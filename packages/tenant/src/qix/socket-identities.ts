import type { Credential } from '../oauth/credential.js'
import type { IdentityChange } from '../tenants/identity-changes.js'

/** An open socket, whose it is, and what it was opened with. */
export interface IdentifiedSocket {
  readonly tenantId: string
  readonly userId: string
  readonly credential: Credential
  readonly revoke: () => void
}

/** The open sockets of this node by the identities that stand behind them. */
export interface SocketIdentities {
  /** @returns forgets the socket */
  readonly add: (socket: IdentifiedSocket) => () => void
  /** Closes every socket that a dead identity stands behind. */
  readonly revoke: (change: IdentityChange) => void
}

const concerns = ({ tenantId, kind, id }: IdentityChange, socket: IdentifiedSocket): boolean => {
  if (socket.tenantId !== tenantId) return false
  const { credential } = socket
  switch (kind) {
    case 'user':
      return socket.userId === id
    case 'client':
      return credential.type === 'access-token' && credential.clientId === id
    case 'grant':
      return credential.type === 'access-token' && (credential.grantId === id || credential.tokenId === id)
    case 'session':
      return credential.type === 'session' && credential.sessionId === id
    case 'api-key':
      return credential.type === 'api-key' && credential.keyId === id
  }
}

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
