import type { WebSocketEvent } from '@qlik/api/qix'
import { originalHostConfig } from '../auth/effective-host-config.js'

/** An event of the connection as pages get it: `type` and `eventType` are the same, clients read either. */
export interface PageEvent {
  readonly type: string
  readonly eventType: string
  readonly code?: number
  readonly reason?: string
  readonly initiator?: string
  readonly appId: string
  readonly identity?: string
  readonly hostConfig?: object
}

/** Calls the global function that `script[data-on-websocket-event]` names, if there is one. */
export const tellPage = (event: Omit<PageEvent, 'type'>): void => {
  const name = document.querySelector('script[data-on-websocket-event]')?.getAttribute('data-on-websocket-event')
  if (!name) return
  const listener: unknown = Reflect.get(window, name)
  if (typeof listener !== 'function') {
    console.warn(`data-on-websocket-event names window.${name}, which is no function`)
    return
  }
  try {
    listener({ ...event, type: event.eventType })
  } catch (error) {
    // A fault of the page must not end the session.
    console.error(error)
  }
}

/** The event of `@qlik/api` without what is not the page's business. */
export const toPageEvent = (event: WebSocketEvent): Omit<PageEvent, 'type'> => {
  const { eventType, code, reason, initiator, appId, identity, hostConfig } = event as Omit<PageEvent, 'type'>
  const original = originalHostConfig(hostConfig)
  return {
    eventType,
    appId,
    ...(identity !== undefined && { identity }),
    ...(original !== undefined && { hostConfig: original }),
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(initiator !== undefined && { initiator }),
  }
}
