import type { ReloadProgress, RunningReload } from '@understudy/engine'
import type { TenantDoor } from '../engine-host.js'
import type { DoorAnswers, DoorQuestion, DoorResult, ToTenant } from '../protocol/messages.js'
import type { OpenCalls } from '../protocol/open-calls.js'

/** What sessions here ask the tenant. */
export interface TenantQuestions {
  readonly doorOf: (asking: Asking) => TenantDoor
  readonly answered: (call: number, result: DoorResult) => void
  readonly refused: (call: number, error: Error) => void
  readonly progressed: (call: number, progress: ReloadProgress) => void
}

/** The client in whose name a session asks. */
export interface Asking {
  readonly session: number
  readonly client: number
}

/** Asks the tenant in the names of clients, and gives its answers to whoever asked. */
export const createTenantQuestions = (
  send: (message: ToTenant) => void,
  calls: OpenCalls<DoorResult>,
): TenantQuestions => {
  const reloads = new Map<number, RunningReload>()

  const ask = <Q extends DoorQuestion>(
    asking: Asking,
    question: Q,
    reload?: RunningReload,
  ): Promise<DoorAnswers[Q['method']]> => {
    let stop: (() => void) | undefined
    const asked = calls
      .make((call) => {
        send({ type: 'ask', ...asking, call, question })
        if (reload === undefined) return
        reloads.set(call, reload)
        stop = () => send({ type: 'stop', call })
        if (reload.signal.aborted) stop()
        reload.signal.addEventListener('abort', stop)
      })
      .finally(() => {
        if (stop) reload?.signal.removeEventListener('abort', stop)
      })
    // Each question has one kind of answer.
    return asked as Promise<DoorAnswers[Q['method']]>
  }

  return {
    doorOf: (asking) => ({
      listApps: () => ask(asking, { method: 'listApps' }),
      copyApp: (appId) => ask(asking, { method: 'copyApp', appId }),
      readScript: (appId) => ask(asking, { method: 'readScript', appId }),
      runScript: (appId, script, reload) => ask(asking, { method: 'runScript', appId, script }, reload),
      beginExport: (wanted) => ask(asking, { method: 'beginExport', wanted }),
      endExport: (id, written) => ask(asking, { method: 'endExport', id, written }),
    }),
    answered: (call, result) => {
      reloads.delete(call)
      calls.done(call, result)
    },
    refused: (call, error) => {
      reloads.delete(call)
      calls.failed(call, error)
    },
    progressed: (call, progress) => reloads.get(call)?.onProgress(progress),
  }
}
