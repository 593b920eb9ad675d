import { closeFailure, closeMeaning } from '../failure/close-codes.js'
import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'

/** The outside world of a recovery. */
export interface RecoveryWorld {
  /** Whether anybody still has a use for the session. */
  readonly isWanted: () => boolean
  /** Resumes the suspended session of the published client. */
  readonly resume: () => Promise<void>
  /** The access token that a connection made now would use. */
  readonly credential: () => string
  /**
   * Has another access token used in place of this one, unless that is so already.
   *
   * @throws {EmbedError} when the page supplies none
   */
  readonly renewToken: (refused: string) => Promise<void>
  /** How long to wait before another token is asked for, in milliseconds: longer, the more were needed lately. */
  readonly pace: () => number
  /** Resolves after so many milliseconds, and earlier when the page is used again. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** Resolves when the page is used again: shown, back online, clicked or typed into. */
  readonly activity: () => Promise<void>
}

/** How a recovery ended. */
export type RecoveryOutcome = 'resumed' | EmbedFailure

const attempts = 5
const firstPause = 1000

/**
 * Brings a suspended session back, or says why it stays away.
 *
 * @param code WebSocket close code
 * @param reason close reason of the tenant, empty if there was none
 * @param used the access token that the session was opened or resumed with
 */
export const recoverSession = async (
  code: number | undefined,
  reason: string,
  used: string,
  world: RecoveryWorld,
): Promise<RecoveryOutcome> => {
  const failure = closeFailure(code, reason)
  switch (closeMeaning(code).recovery) {
    case 'never':
      return failure
    case 'renew':
      return resumeWithAnother(world, used, failure)
    case 'activity':
      await world.activity()
      return resumeRepeatedly(world, failure)
    case 'retry':
      return resumeRepeatedly(world, failure)
  }
}

/**
 * Rights may change again before a new token is used, which is then refused as well. One that is refused each time
 * stands for a person who may enter no more.
 */
const resumeWithAnother = async (
  world: RecoveryWorld,
  used: string,
  failure: EmbedFailure,
): Promise<RecoveryOutcome> => {
  let refused = used
  for (let attempt = 0; attempt < attempts; attempt++) {
    const wait = attempt === 0 ? world.pace() : firstPause * 2 ** (attempt - 1)
    if (wait > 0) await world.pause(wait)
    if (!world.isWanted()) return failure
    try {
      await world.renewToken(refused)
    } catch (error) {
      return toFailure(error)
    }
    // The token may be another person's, who has a session of their own.
    if (!world.isWanted()) return failure
    try {
      await world.resume()
      return 'resumed'
    } catch {
      refused = world.credential()
    }
  }
  return failure
}

const resumeRepeatedly = async (world: RecoveryWorld, failure: EmbedFailure): Promise<RecoveryOutcome> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await world.pause(firstPause * 2 ** attempt)
    if (!world.isWanted()) return failure
    try {
      await world.resume()
      return 'resumed'
    } catch (error) {
      // The client looks whether the tenant answers before it connects, and says so when it does but refuses.
      if (error instanceof Error && error.cause === 'unauthorized') {
        return failureOf('EMBED-AUTHENTICATION', 'The tenant refused to continue the session.')
      }
    }
  }
  return failure
}
