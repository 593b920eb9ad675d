import { setImmediate as endOfTurn } from 'node:timers/promises'
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
    check: async () => undefined,
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

describe('the checks of many sockets', () => {
  /** Sockets whose checks end when they are answered, with what is seen of them. */
  const openMany = (count: number) => {
    const identities = createSocketIdentities()
    const open: { readonly index: number; readonly answer: () => void }[] = []
    const begun = Array.from({ length: count }, () => 0)
    const joined = begun.map((_, index) =>
      identities.add({
        tenantId: 't',
        userId: `user-${index}`,
        credential,
        revoke: () => undefined,
        check: () => {
          begun[index] = (begun[index] ?? 0) + 1
          return new Promise((answer) => open.push({ index, answer }))
        },
      }),
    )
    const answerOne = async (): Promise<void> => {
      open.shift()?.answer()
      await endOfTurn()
    }
    const answerAll = async (): Promise<number> => {
      let most = 0
      while (open.length > 0) {
        most = Math.max(most, open.length)
        expect(new Set(open.map(({ index }) => index)).size).toBe(open.length)
        await answerOne()
      }
      return most
    }
    return { identities, joined, open, begun, answerAll }
  }

  it('run a few at a time, each in its turn', async () => {
    const { identities, begun, open, answerAll } = openMany(200)
    identities.reconsider()
    expect(open.map(({ index }) => index)).toEqual(begun.map((_, index) => index).slice(0, open.length))
    const most = await answerAll()
    expect(most).toBeGreaterThan(9)
    expect(most).toBeLessThan(50)
    expect(begun.every((times) => times === 1)).toBe(true)
  })

  it.each([3, 200])(
    'are joined, of %i: what is wanted while they wait or run is looked at once more at most',
    async (count) => {
      const { identities, begun, open, joined, answerAll } = openMany(count)
      identities.reconsider()
      const running = open.map(({ index }) => index)
      for (let time = 0; time < 5; time += 1) {
        identities.reconsider()
        identities.revoke({ tenantId: 't', kind: 'space', id: 'space' })
        for (const socket of joined) socket.reconsider()
      }
      expect(open).toHaveLength(running.length)
      expect(await answerAll()).toBe(running.length)
      expect(begun).toEqual(begun.map((_, index) => (running.includes(index) ? 2 : 1)))
      identities.reconsider()
      await answerAll()
      expect(begun).toEqual(begun.map((_, index) => (running.includes(index) ? 3 : 2)))
    },
  )

  it('are not begun for sockets that left', async () => {
    const { identities, begun, open, joined, answerAll } = openMany(100)
    identities.reconsider()
    const running = open.length
    for (const socket of joined) socket.leave()
    await answerAll()
    identities.reconsider()
    expect(begun.filter((times) => times === 1)).toHaveLength(running)
    expect(begun.filter((times) => times > 1)).toEqual([])
  })
})
