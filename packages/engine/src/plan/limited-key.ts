import type { LimitRule } from './checked-cube.js'
import type { Cube, OrderTerm } from './cube.js'
import type { RowCondition } from './cube-plan.js'
import type { GroupKey, PlainKey } from './group-key.js'

/**
 * A key of which only some values are kept; rows of the others are one group. Rows within the others of a key that
 * collapses what is within it have no value of their own.
 */
export interface LimitedKey {
  readonly kind: 'limited'
  readonly key: PlainKey
  /** `null` where all values are kept. */
  readonly limit: KeyLimit | null
  /** Keys within whose others it has no value. */
  readonly collapsedBy: readonly LimitedKey[]
  /** Whether missing values are left out of the cube, and thus are not among the others. */
  readonly withoutMissing: boolean
}

/** Which values of a key are kept. */
export interface KeyLimit {
  /** Keys within whose values it is decided anew. */
  readonly within: readonly GroupKey[]
  readonly ranking: Ranking
  /** Whether the others are a row. */
  readonly showsOthers: boolean
}

/** What decides which values are kept. */
export interface Ranking {
  /** A cube by the keys within whose values it is decided, then the key itself; the first measure is what ranks, where there is one. */
  readonly cube: Cube
  readonly order: readonly OrderTerm[]
  /** Values for which these do not hold are not ranked: they are no rows, or among the others. */
  readonly candidates: readonly RowCondition[]
  readonly rule: LimitRule
  readonly isMeasured: boolean
  /** Whether values are kept whose measure has no number. */
  readonly keepsMissing: boolean
}

/** What the column of a limited key beside its values says of a row. */
export const limitedRow = { kept: 0, others: 1, collapsed: 2 } as const

/** Whether only some values of a key may be kept. */
export const isLimited = (key: GroupKey): key is LimitedKey => key.kind === 'limited'
