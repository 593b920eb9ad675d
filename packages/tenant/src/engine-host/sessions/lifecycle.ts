/**
 * attached: at least one connection. detached: no connection, but what was selected waits for one to come back. closed:
 * gone for good.
 */
export type LifecycleState = 'attached' | 'detached' | 'closed'

export type LifecycleEvent = 'connected' | 'lastConnectionLost' | 'timeToLiveExpired' | 'terminated'

/**
 * Every state's answer to every event. A timer that fires after a connection came back changes nothing, and nothing
 * brings a closed session back: its key belongs to a new one.
 */
const transitions: Readonly<Record<LifecycleState, Readonly<Record<LifecycleEvent, LifecycleState>>>> = {
  attached: {
    connected: 'attached',
    lastConnectionLost: 'detached',
    timeToLiveExpired: 'attached',
    terminated: 'closed',
  },
  detached: {
    connected: 'attached',
    lastConnectionLost: 'detached',
    timeToLiveExpired: 'closed',
    terminated: 'closed',
  },
  closed: {
    connected: 'closed',
    lastConnectionLost: 'closed',
    timeToLiveExpired: 'closed',
    terminated: 'closed',
  },
}

export const nextLifecycle = (state: LifecycleState, event: LifecycleEvent): LifecycleState => transitions[state][event]
