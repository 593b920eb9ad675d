import type { EmbedFailure } from '../failure/embed-failure.js'

/** `error` concerns one embed, or a part of it; `fatalerror` the connection, and thereby every embed that shares it. */
export type FailureEvent = 'error' | 'fatalerror'

/** Fires an event on the element of a failure. Hosts listen on the element or, as it bubbles, anywhere above. */
export const fireFailure = (element: HTMLElement, type: FailureEvent, failure: EmbedFailure): void => {
  element.dispatchEvent(new CustomEvent(type, { detail: failure, bubbles: true, composed: true }))
}
