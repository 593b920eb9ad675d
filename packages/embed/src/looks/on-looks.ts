import StyleObserver from '@bramus/style-observer'
import { lookProperties } from './page-looks.js'

/** Those who want to know of the looks of an element, and what observes them for all. */
interface Watch {
  readonly listeners: Set<() => void>
  readonly stop: () => void
}

const watches = new WeakMap<HTMLElement, Watch>()

/** What inherits the looks of an element, and is not seen. What is not rendered at all would have no transitions. */
const probeIn = (element: HTMLElement): HTMLElement => {
  const probe = document.createElement('i')
  probe.className = 'understudy-looks-probe'
  probe.setAttribute('aria-hidden', 'true')
  const style = { position: 'absolute', width: '0', height: '0', visibility: 'hidden', 'pointer-events': 'none' }
  for (const [name, value] of Object.entries(style)) probe.style.setProperty(name, value, 'important')
  element.append(probe)
  return probe
}

/** The parts of `transition`, which is no text itself when its lists differ in length. */
const transitionParts = ['property', 'duration', 'timing-function', 'delay', 'behavior'].map(
  (part) => `transition-${part}`,
)

const watch = (element: HTMLElement): Watch => {
  const listeners = new Set<() => void>()
  const probe = probeIn(element)
  const observer = new StyleObserver(() => [...listeners].forEach((listener) => void listener()), {
    properties: Object.values(lookProperties),
  })
  // It tells at once what there is, when nobody listens yet.
  observer.observe(probe)
  // Pages take transitions from everything for people who want no motion; these are none that anybody sees.
  for (const name of transitionParts) probe.style.setProperty(name, probe.style.getPropertyValue(name), 'important')
  return {
    listeners,
    stop: () => {
      observer.unobserve(probe)
      probe.remove()
    },
  }
}

/**
 * Calls back whenever the page changes the looks that it gives to an element. All that listen at one element share what
 * observes it: one life of an embed may begin before another has ended.
 *
 * @returns what stops it
 */
export const onLooks = (element: HTMLElement, listener: () => void): (() => void) => {
  const shared = watches.get(element) ?? watch(element)
  watches.set(element, shared)
  const own = (): void => listener()
  shared.listeners.add(own)
  return () => {
    if (!shared.listeners.delete(own) || shared.listeners.size > 0) return
    watches.delete(element)
    shared.stop()
  }
}
