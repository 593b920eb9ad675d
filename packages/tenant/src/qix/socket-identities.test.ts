import { describe, expect, it } from 'vitest'
import { endedCredentialId, secretCredential } from '../clients/client-credentials.js'
import type { AccessTokenCredential } from '../oauth/credential.js'
import type { IdentityChange } from '../tenants/identity-changes.js'
import { createSocketIdentities } from './socket-identities.js'

const [own, former] = [secretCredential('own'), secretCredential('former')]

/** Of a token that a service got for one that the portal had got. */
const credential: AccessTokenCredential = {
  type: 'access-token',
  clientId: 'service',
  clientEpoch: 0,
  clientCredential: own,
  tokenId: 'second',
  grantId: 'grant',
  jkt: undefined,
  ancestors: [['first', 'portal', 0, former]],
}

const isClosedBy = (change: Partial<IdentityChange>): boolean => {
  const identities = createSocketIdentities()
  let closed = false
  identities.add({
    tenantId: 't',
    userId: 'ann',
    credential,
    revoke: () => {
      closed = true
    },
    reconsider: () => undefined,
  })
  identities.revoke({ tenantId: 't', kind: 'client', id: '', ...change })
  return closed
}

describe('a socket of a token that was exchanged from another', () => {
  it.each<[string, Partial<IdentityChange>]>([
    ['its client', { kind: 'client', id: 'service' }],
    ['the client of the token before it', { kind: 'client', id: 'portal' }],
    ['the credential of its client', { kind: 'client-credential', id: endedCredentialId('service', own) }],
    ['that of the client before it', { kind: 'client-credential', id: endedCredentialId('portal', former) }],
    ['its grant', { kind: 'grant', id: 'grant' }],
    ['its token', { kind: 'grant', id: 'second' }],
    ['the token before it', { kind: 'grant', id: 'first' }],
    ['its user', { kind: 'user', id: 'ann' }],
    ['its tenant', { kind: 'tenant', id: 't' }],
  ])('is closed by an event of %s', (_of, change) => {
    expect(isClosedBy(change)).toBe(true)
    expect(isClosedBy({ ...change, tenantId: 'other' })).toBe(false)
  })

  it.each<[string, Partial<IdentityChange>]>([
    ['another client', { kind: 'client', id: 'other' }],
    ['another credential', { kind: 'client-credential', id: endedCredentialId('service', former) }],
    ['the credential of another client', { kind: 'client-credential', id: endedCredentialId('other', own) }],
    ['another grant', { kind: 'grant', id: 'other' }],
    ['another user', { kind: 'user', id: 'bob' }],
    ['a client by the name of a token', { kind: 'client', id: 'first' }],
  ])('stays open at an event of %s', (_of, change) => {
    expect(isClosedBy(change)).toBe(false)
  })
})
