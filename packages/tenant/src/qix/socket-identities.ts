import { endedCredentialId } from '../clients/client-credentials.js'
import type { Credential, TokenAncestor } from '../oauth/credential.js'
import type { IdentityChange } from '../tenants/identity-changes.js'
import { createSocketChecks, type SocketCheck } from './socket-checks.js'

/** An open socket, whose it is, and what it was opened with. */
export interface IdentifiedSocket {
  readonly tenantId: string
  readonly userId: string
  readonly credential: Credential
  readonly revoke: () => void
  /** Looks whether the user may still have the app open, and closes the socket where not. Never fails. */
  readonly check: SocketCheck
}

/** An open socket among the others of its node. */
export interface JoinedSocket {
  /** It looks for itself, when its turn comes. */
  readonly reconsider: () => void
  readonly leave: () => void
}

/** The open sockets of this node by the identities that stand behind them. */
export interface SocketIdentities {
  readonly add: (socket: IdentifiedSocket) => JoinedSocket
  /** Closes every socket that a dead identity stands behind; those that a change may concern look for themselves. */
  readonly revoke: (change: IdentityChange) => void
  /** Every socket looks for itself, a few at a time. */
  readonly reconsider: () => void
}

/** The token itself and those that it was exchanged from. */
const tokensBehind = (credential: Credential): readonly TokenAncestor[] => {
  if (credential.type !== 'access-token') return []
  const { tokenId, clientId, clientEpoch, clientCredential, ancestors } = credential
  return [[tokenId, clientId, clientEpoch, clientCredential], ...ancestors]
}

const concerns = ({ tenantId, kind, id }: IdentityChange, socket: IdentifiedSocket): boolean => {
  if (socket.tenantId !== tenantId) return false
  const { credential } = socket
  switch (kind) {
    case 'user':
      return socket.userId === id
    case 'client':
      return tokensBehind(credential).some(([, clientId]) => clientId === id)
    case 'client-credential':
      return tokensBehind(credential).some(([, clientId, , named]) => endedCredentialId(clientId, named) === id)
    case 'grant':
      return (
        (credential.type === 'access-token' && credential.grantId === id) ||
        tokensBehind(credential).some(([tokenId]) => tokenId === id)
      )
    case 'session':
      return credential.type === 'session' && credential.sessionId === id
    case 'api-key':
      return credential.type === 'api-key' && credential.keyId === id
    case 'tenant':
      return true
    case 'tenant-settings':
      return false
    case 'space':
      return true
  }
}

/** Remembers the identities of the open sockets of this node. */
export const createSocketIdentities = (): SocketIdentities => {
  const sockets = new Set<IdentifiedSocket>()
  const checks = createSocketChecks()
  return {
    add: (socket) => {
      sockets.add(socket)
      return {
        reconsider: () => checks.want(socket.check),
        leave: () => {
          sockets.delete(socket)
          checks.forget(socket.check)
        },
      }
    },
    reconsider: () => {
      for (const { check } of sockets) checks.want(check)
    },
    revoke: (change) => {
      for (const socket of [...sockets]) {
        if (!concerns(change, socket)) continue
        if (change.kind === 'space') checks.want(socket.check)
        else socket.revoke()
      }
    },
  }
}
