import type { EmbedFailure } from '../failure/embed-failure.js'

/** Attempts that an embed makes by itself after its connection failed for good. */
export interface LaterRetries {
  /** Tries again after a while, where that may help; at once when the network is back. */
  readonly plan: (failure: EmbedFailure, retry: () => void) => void
  /** What was planned is not done; the next failure is waited for as long as the first. */
  readonly succeeded: () => void
  readonly cancel: () => void
}

/** Failures that pass without anybody's doing: the tenant is started anew, rights are given back. */
const passingCodes: readonly string[] = ['EMBED-CONNECTION', 'EMBED-AUTHENTICATION', 'EMBED-SESSION']
/** The same by HTTP status or WebSocket close code, as the code may be one of the tenant's own. */
const passingStatuses: readonly number[] = [401, 429, 4003, 4005, 4006, 4205, 4240]

const mayPass = ({ code, status = 0 }: EmbedFailure): boolean =>
  passingCodes.includes(code) || passingStatuses.includes(status) || (status >= 500 && status < 600)

const firstPause = 10_000
const longestPause = 300_000

/** Plans the attempts of one embed. They are further apart each time, and embeds that failed together try together. */
export const laterRetries = (): LaterRetries => {
  let attempts = 0
  let stop = (): void => undefined
  const cancel = (): void => stop()
  return {
    plan: (failure, retry) => {
      cancel()
      if (!mayPass(failure)) return
      const tryNow = (): void => {
        cancel()
        retry()
      }
      const timer = setTimeout(tryNow, Math.min(firstPause * 2 ** attempts, longestPause))
      attempts += 1
      window.addEventListener('online', tryNow)
      stop = () => {
        clearTimeout(timer)
        window.removeEventListener('online', tryNow)
      }
    },
    succeeded: () => {
      cancel()
      attempts = 0
    },
    cancel,
  }
}
