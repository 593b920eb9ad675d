import type { KeptState } from '@understudy/engine'
import { packKept, unpackKept } from '../engine-host/protocol/kept-payload.js'
import type { KeptLength } from '../engine-host/protocol/messages.js'
import type { Sealing } from '../keys/sealing.js'

/** Raised when engines of a version could not open what those of another one have written. */
const format = 1

/** Where a state is kept, with which it is sealed: it opens for nobody else. */
export type StatePlace = readonly [purpose: 'kept-session', tenantId: string, keyHash: string]

interface Header {
  readonly format: number
  readonly lengths: readonly KeptLength[]
}

const lengthBytes = 4

/** The state of a session as it is stored. */
export const sealState = (sealing: Sealing, place: StatePlace, state: KeptState): Buffer => {
  const { lengths, payload } = packKept(state)
  const header = Buffer.from(JSON.stringify({ format, lengths } satisfies Header))
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32LE(header.length)
  return sealing.sealBytes(place, Buffer.concat([length, header, payload]))
}

/** @returns `undefined` where it was written by another version, for another place, or by somebody else */
export const openState = (sealing: Sealing, place: StatePlace, sealed: Uint8Array): KeptState | undefined => {
  try {
    const opened = sealing.openBytes(place, Buffer.from(sealed))
    const end = lengthBytes + opened.readUInt32LE(0)
    const header: Header = JSON.parse(opened.subarray(lengthBytes, end).toString())
    if (header.format !== format) return undefined
    return unpackKept(header.lengths, opened.subarray(end)) as Map<string, Buffer>
  } catch {
    return undefined
  }
}
