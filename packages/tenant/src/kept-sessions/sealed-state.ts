import { hkdfSync } from 'node:crypto'
import type { KeptState } from '@understudy/engine'
import { packKept, unpackKept } from '../engine-host/protocol/kept-payload.js'
import type { KeptLength } from '../engine-host/protocol/messages.js'
import { type Sealing, sealingWith } from '../keys/sealing.js'
import type { RowKey } from './kept-session-rows.js'

/** Raised when engines of a version could not open what those of another one have written. */
const format = 1

interface Header {
  readonly format: number
  readonly lengths: readonly KeptLength[]
}

const lengthBytes = 4

/** What seals the states of one session. */
export interface StateSealing {
  /** The state as it is stored. */
  readonly seal: (state: KeptState) => Buffer
  /** @returns `undefined` where it was written by another version, for another place, or by somebody else */
  readonly open: (sealed: Uint8Array) => KeptState | undefined
}

/**
 * Seals states of one session by a key of its own: they are written over and over, and random nonces of one key must not
 * come twice.
 *
 * @param key 32 bytes, derived from the master key for this purpose alone
 * @param bytes source of random bytes
 */
export const stateSealing = (
  key: Buffer,
  { tenantId, keyHash }: RowKey,
  bytes: (count: number) => Buffer,
): StateSealing => {
  const place = ['kept-session', tenantId, keyHash] as const
  const own = Buffer.from(hkdfSync('sha256', key, '', JSON.stringify(place), 32))
  const sealing = sealingWith(own, bytes)
  return {
    seal: (state) => sealing.sealBytes(place, packed(state)),
    open: (sealed) => opened(sealing, place, sealed),
  }
}

const packed = (state: KeptState): Buffer => {
  const { lengths, payload } = packKept(state)
  const header = Buffer.from(JSON.stringify({ format, lengths } satisfies Header))
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32LE(header.length)
  return Buffer.concat([length, header, payload])
}

const opened = (sealing: Sealing, place: readonly string[], sealed: Uint8Array): KeptState | undefined => {
  try {
    const plain = sealing.openBytes(place, Buffer.from(sealed))
    const end = lengthBytes + plain.readUInt32LE(0)
    const header: Header = JSON.parse(plain.subarray(lengthBytes, end).toString())
    if (header.format !== format) return undefined
    return unpackKept(header.lengths, plain.subarray(end)) as Map<string, Buffer>
  } catch {
    return undefined
  }
}
