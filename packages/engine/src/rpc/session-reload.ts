import { UnderstudyError } from '@understudy/contract'
import type { ReloadProgress } from '../reload/reload-report.js'
import type { RunningReload, SessionData } from './session-data.js'

/** The reload of one session: one at a time. */
export interface SessionReload {
  /** @throws UnderstudyError `QIX-RELOADING`, and what the reload rejects with */
  readonly run: (reload: (running: RunningReload) => Promise<SessionData>) => Promise<SessionData>
  /** How far the reload that runs has come; `null` where none does. */
  readonly progress: () => ReloadProgress | null
  readonly cancel: () => void
}

const begun: ReloadProgress = { stage: 'statements', subject: '', done: 0, total: 1 }

export const createSessionReload = (): SessionReload => {
  let stop: AbortController | null = null
  let progress: ReloadProgress | null = null
  return {
    run: async (reload) => {
      if (stop) throw new UnderstudyError('QIX-RELOADING', 'one reload at a time')
      stop = new AbortController()
      progress = begun
      const onProgress = (made: ReloadProgress): void => {
        progress = made
      }
      try {
        return await reload({ signal: stop.signal, onProgress })
      } finally {
        stop = null
        progress = null
      }
    },
    progress: () => progress,
    cancel: () => stop?.abort(),
  }
}
