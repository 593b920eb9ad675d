import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** Derived from the master key for the journal alone: whoever has the store only cannot compute what it computes. */
export type JournalKey = Buffer & { readonly journalKey: unique symbol }

/** Which chain: each node has one for each tenant. */
export interface ChainName {
  readonly tenantId: string
  readonly nodeId: string
}

/** Where a chain stands: the number of its last record and that record's hash. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
  /** The first record whose hash is keyed; 1 but for chains that are older than the key. */
  readonly keyedFrom: number
  /** The how many-th chain of the store it is. */
  readonly position: number
}

/** What is authenticated, and as what: no code for one purpose passes as that of another. */
type Authenticated = 'chain' | 'record' | 'end' | 'register' | 'checkpoint'

const authenticate = (key: JournalKey, as: Authenticated, text: string): string =>
  createHmac('sha256', key).update(`${as}\n${text}`).digest('base64url')

/** The head of an empty chain. It is made of the chain's identity, so that no chain can pass as another's. */
export const emptyChain = (key: JournalKey, { tenantId, nodeId }: ChainName, position: number): ChainHead => ({
  seq: 0,
  hash: authenticate(key, 'chain', JSON.stringify([tenantId, nodeId])),
  keyedFrom: 1,
  position,
})

/** The head of an empty chain that is older than the key. */
export const emptyUnkeyedChain = ({ tenantId, nodeId }: ChainName): string =>
  hash('sha256', JSON.stringify(['understudy-audit', tenantId, nodeId]), 'base64url')

/** The head after one more record. Hashes of fixed length stand first: no two inputs read the same. */
export const extendChain = (key: JournalKey, head: ChainHead, record: string): ChainHead => {
  const seq = head.seq + 1
  const text = `${head.hash}\n${record}`
  return {
    ...head,
    seq,
    hash: seq < head.keyedFrom ? hash('sha256', text, 'base64url') : authenticate(key, 'record', text),
  }
}

/** Authenticates where a chain ends: an earlier end is another one, of which nobody else knows the code. */
export const endMac = (key: JournalKey, { tenantId, nodeId }: ChainName, head: ChainHead): string =>
  authenticate(key, 'end', JSON.stringify([tenantId, nodeId, head.seq, head.hash, head.keyedFrom, head.position]))

/** The code of the register of chains while it is empty. */
export const emptyRegister = (key: JournalKey, adoptedAt: string | null): string =>
  authenticate(key, 'register', JSON.stringify([adoptedAt]))

/** The code of the register after one more chain. It follows from the code before, never from the chains that are there. */
export const extendRegister = (
  key: JournalKey,
  mac: string,
  { tenantId, nodeId }: ChainName,
  position: number,
): string => authenticate(key, 'register', JSON.stringify([mac, tenantId, nodeId, position]))

/** Authenticates where chains stood at one time, for a copy that is kept elsewhere. */
export const checkpointMac = (key: JournalKey, text: string): string => authenticate(key, 'checkpoint', text)

/** Whether a code is that of the text of a checkpoint. */
export const isCheckpointMac = (key: JournalKey, text: string, mac: string): boolean => {
  const [given, expected] = [Buffer.from(mac), Buffer.from(checkpointMac(key, text))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** A head that no record can follow: what comes after an end that is not authentic is never taken for whole. */
export const brokenHead = (key: JournalKey, head: ChainHead): ChainHead => ({
  ...head,
  hash: authenticate(key, 'chain', JSON.stringify(['broken', head.hash])),
})
