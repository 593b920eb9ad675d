import type { Target } from '../rpc/target.js'

/** Handle of the one object that every connection has from the start. */
const globalHandle = -1

/** The handles of one connection: the same target always has the same handle, until it is closed. */
export interface HandleTable {
  readonly open: (target: Target) => number
  readonly target: (handle: number) => Target | undefined
  readonly handleOf: (target: Target) => number | undefined
  /** Handles of all targets that a predicate picks, in the order in which they were opened. */
  readonly handles: (picks: (target: Target) => boolean) => readonly number[]
  readonly close: (handle: number) => void
}

const keyOf = (target: Target): string => {
  switch (target.kind) {
    case 'Global':
    case 'Doc':
      return target.kind
    case 'Field':
      return `${target.kind}:${target.state}:${target.name}`
    default:
      return `${target.kind}:${target.id}`
  }
}

/** Handles that a connection had in another process, and the last number that it was given. */
export interface KeptHandles {
  readonly last: number
  readonly targets: readonly (readonly [handle: number, target: Target])[]
}

const noHandles: KeptHandles = { last: 0, targets: [] }

/**
 * A table with the global handle in it. Handles are never used twice, so that a late request cannot hit another object.
 *
 * @param onChange told of every handle that is opened, or closed: then without a target
 */
export const createHandleTable = (
  onChange: (handle: number, target: Target | null) => void = () => undefined,
  kept: KeptHandles = noHandles,
): HandleTable => {
  const targets = new Map<number, Target>([[globalHandle, { kind: 'Global' }], ...kept.targets])
  const handles = new Map([...targets].map(([handle, target]) => [keyOf(target), handle]))
  let last = kept.last
  return {
    open: (target) => {
      const known = handles.get(keyOf(target))
      if (known !== undefined) return known
      last += 1
      targets.set(last, target)
      handles.set(keyOf(target), last)
      onChange(last, target)
      return last
    },
    target: (handle) => targets.get(handle),
    handleOf: (target) => handles.get(keyOf(target)),
    handles: (picks) => [...targets].flatMap(([handle, target]) => (picks(target) ? [handle] : [])),
    close: (handle) => {
      const target = targets.get(handle)
      if (!target || target.kind === 'Global') return
      targets.delete(handle)
      handles.delete(keyOf(target))
      onChange(handle, null)
    },
  }
}
