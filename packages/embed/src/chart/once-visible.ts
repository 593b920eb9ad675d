import { drawingState } from './drawing-state.js'

/** How looking for a drawing ended: there is one, or none although there was room for it long enough. */
export type DrawingOutcome = 'drawn' | 'refused' | 'blank'

/**
 * Calls back once, when something of a chart is visible, or when it has had room in vain. A chart that is hidden, on a
 * closed tab for example, is waited for as long as it takes.
 *
 * @param element that the chart is drawn in
 * @param patience how long a chart with room may stay blank, in milliseconds
 * @returns what stops looking
 */
export const onceVisible = (
  element: HTMLElement,
  patience: number,
  callback: (outcome: DrawingOutcome) => void,
): (() => void) => {
  let impatience: ReturnType<typeof setTimeout> | undefined
  const finish = (outcome: DrawingOutcome): void => {
    stop()
    callback(outcome)
  }
  const look = (): void => {
    const state = drawingState(element)
    if (state === 'drawn' || state === 'refused') finish(state)
    else if (state === 'blank') impatience ??= setTimeout(() => finish('blank'), patience)
    else {
      clearTimeout(impatience)
      impatience = undefined
    }
  }
  const mutations = new MutationObserver(look)
  const sizes = new ResizeObserver(look)
  const stop = (): void => {
    clearTimeout(impatience)
    mutations.disconnect()
    sizes.disconnect()
  }
  mutations.observe(element, { childList: true, subtree: true, characterData: true })
  sizes.observe(element)
  look()
  return stop
}
