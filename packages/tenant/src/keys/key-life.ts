import { longestAccessTokenLifetime } from '../config/options.js'

/** Seconds for which `jwks.json` may be cached. */
export const jwksMaxAge = 300

/**
 * Milliseconds for which a key is published before it signs: twice as long as caches may hold the keys, as some of them
 * ask late, and nodes learn of a new key within a second.
 */
export const publicationLead = 2 * jwksMaxAge * 1000

/** Milliseconds by which the clocks of nodes may differ, and within which a node learns that a key retires. */
export const tolerance = 60_000

/** Milliseconds after its retirement for which a key is published: the life of the last token that it can have signed. */
export const publishedAfterwards = longestAccessTokenLifetime * 1000 + tolerance

/** When a key signs; milliseconds since 1970. */
export interface KeyTimes {
  /** Undefined for a key that waits to be the next. */
  readonly signsFrom: number | undefined
  readonly retiredAt: number | undefined
  readonly revokedAt: number | undefined
}

/**
 * What a key is at a moment.
 *
 * - `next`: published, signs later
 * - `current`: published, signs
 * - `retired`: published, as tokens signed with it may live
 * - `ended`: of no use any more
 * - `revoked`: given up by the operator; what it signed is refused
 *
 * It follows from times alone, so that all nodes change keys together without telling each other.
 */
export type KeyState = 'next' | 'current' | 'retired' | 'ended' | 'revoked'

/** @param now milliseconds since 1970 */
export const keyState = ({ signsFrom, retiredAt, revokedAt }: KeyTimes, now: number): KeyState => {
  if (revokedAt !== undefined) return 'revoked'
  if (signsFrom === undefined || now < signsFrom) return 'next'
  if (retiredAt === undefined || now < retiredAt) return 'current'
  return now < retiredAt + publishedAfterwards ? 'retired' : 'ended'
}

/** Reads the times of a stored key. */
export const keyTimes = (row: {
  readonly signs_from: string | null
  readonly retired_at: string | null
  readonly revoked_at: string | null
}): KeyTimes => ({
  signsFrom: instant(row.signs_from),
  retiredAt: instant(row.retired_at),
  revokedAt: instant(row.revoked_at),
})

const instant = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text))
