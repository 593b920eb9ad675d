import type { KeptLength } from './messages.js'

/** What is kept of a session by key, or what changed of it: `null` takes a value away. */
export type KeptValues = ReadonlyMap<string, Uint8Array | null>

/** Lays values one after the other. */
export const packKept = (
  values: KeptValues,
): { readonly lengths: readonly KeptLength[]; readonly payload: Buffer } => ({
  lengths: [...values].map(([key, value]) => [key, value?.length ?? null]),
  payload: Buffer.concat([...values.values()].filter((value) => value !== null)),
})

/** Takes them apart again. Each is a copy: a payload may be part of something larger. */
export const unpackKept = (lengths: readonly KeptLength[], payload: Buffer): Map<string, Buffer | null> => {
  let at = 0
  return new Map(
    lengths.map(([key, bytes]) => {
      if (bytes === null) return [key, null]
      at += bytes
      return [key, Buffer.from(payload.subarray(at - bytes, at))]
    }),
  )
}
