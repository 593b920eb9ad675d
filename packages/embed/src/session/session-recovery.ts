import { closeFailure, closeMeaning } from '../failure/close-codes.js'
import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'

/** The outside world of a recovery. */
export interface RecoveryWorld {
  /** Resumes the suspended session of the published client. */
  readonly resume: () => Promise<void>
  /** Makes the next request use another access token. */
  readonly renewToken: () => void
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
 */
export const recoverSession = async (
  code: number | undefined,
  reason: string,
  world: RecoveryWorld,
): Promise<RecoveryOutcome> => {
  const failure = closeFailure(code, reason)
  switch (closeMeaning(code).recovery) {
    case 'never':
      return failure
    case 'renew':
      world.renewToken()
      return resumeOnce(world, failure)
    case 'activity':
      await world.activity()
      return resumeRepeatedly(world, failure)
    case 'retry':
      return resumeRepeatedly(world, failure)
  }
}

const resumeOnce = async ({ resume }: RecoveryWorld, failure: EmbedFailure): Promise<RecoveryOutcome> => {
  try {
    await resume()
    return 'resumed'
  } catch {
    return failure
  }
}

const resumeRepeatedly = async (world: RecoveryWorld, failure: EmbedFailure): Promise<RecoveryOutcome> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await world.pause(firstPause * 2 ** attempt)
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
