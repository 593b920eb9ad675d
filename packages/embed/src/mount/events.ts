import type { EmbedFailure } from '../failure/embed-failure.js'

/**
 * Fires an event on the element of a failure. Hosts listen on the element or, as it bubbles, anywhere above.
 *
 * @param type `fatalerror` when nothing of the element can be shown, `error` when a part of it can
 */
export const fireFailure = (element: HTMLElement, type: 'error' | 'fatalerror', failure: EmbedFailure): void => {
  element.dispatchEvent(new CustomEvent(type, { detail: failure, bubbles: true, composed: true }))
}
