import { hash } from 'node:crypto'

/** Where a chain stands: the number of its last record and that record's hash. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** The head of an empty chain. It is made of the chain's identity, so that no chain can pass as another's. */
export const emptyChain = (tenantId: string, nodeId: string): ChainHead => ({
  seq: 0,
  hash: hash('sha256', JSON.stringify(['understudy-audit', tenantId, nodeId]), 'base64url'),
})

/** The head after one more record. Hashes of fixed length stand first: no two inputs read the same. */
export const extendChain = (head: ChainHead, record: string): ChainHead => ({
  seq: head.seq + 1,
  hash: hash('sha256', `${head.hash}\n${record}`, 'base64url'),
})
