import type { GenericObject } from '@qlik/api/qix'
import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { drawingState } from './drawing-state.js'
import { judgeLayout, type ObjectLayout } from './layout-verdict.js'

/** Where a chart is drawn and what is told about it, as often as it changes. */
export interface ChartSurface {
  readonly element: HTMLElement
  readonly onDrawn: () => void
  readonly onEmpty: () => void
  readonly onFailure: (failure: EmbedFailure) => void
}

/** What nebula.js reports: code that failed, or, without an original error, requirements that the cube does not meet. */
export interface RenderError extends Error {
  readonly originalError?: Error
}

/** Watches a chart until stopped. */
export interface ChartWatch {
  /** nebula.js called the chart's code for the first time. */
  readonly rendered: () => void
  readonly renderFailed: (error: RenderError) => void
  readonly stop: () => void
}

/** The events of an enigma.js object, which its published types leave out. */
interface ChangeEvents {
  readonly on: (event: 'changed', listener: () => void) => void
  readonly removeListener: (event: 'changed', listener: () => void) => void
}

/** How long a chart takes at most, in milliseconds, from its first call until something is visible. */
const drawingTime = 3000
/** When, in milliseconds, a chart is shown whose code was not reported to have run. */
const longestSilence = 10_000

/**
 * Judges every layout of the object. The client answers from its cache, so this costs no request.
 *
 * @param object what is drawn
 * @param name what reasons call the object
 * @param surface where it is drawn
 */
export const watchChart = (object: GenericObject, name: string, surface: ChartSurface): ChartWatch => {
  /** A failure that nothing but what is drawn can end: nebula.js says when a chart fails, not when it works again. */
  let drawingFailure: EmbedFailure | undefined
  /** Until the chart's code has run there is nothing to see: the loading state stays. */
  let begun = false
  let empty = false
  let stopped = false

  const judge = async (): Promise<void> => {
    try {
      const verdict = judgeLayout((await object.getLayout()) as ObjectLayout, name)
      if (stopped) return
      empty = verdict.kind === 'empty'
      if (verdict.kind === 'failed') surface.onFailure(verdict.failure)
      else if (verdict.kind === 'empty') surface.onEmpty()
      else if (drawingFailure !== undefined) surface.onFailure(drawingFailure)
      else if (begun) surface.onDrawn()
    } catch (error) {
      // An aborted layout is followed by another; a suspended session is reported by the session.
      const failure = toFailure(error)
      if (!stopped && failure.code === 'EMBED-OBJECT') surface.onFailure(failure)
    }
  }

  const drawing = new MutationObserver(() => {
    if (drawingState(surface.element) !== 'drawn') return
    drawing.disconnect()
    drawingFailure = undefined
    void judge()
  })
  const drawingFailed = (failure: EmbedFailure): void => {
    if (stopped) return
    drawingFailure = failure
    drawing.observe(surface.element, { childList: true, subtree: true })
    void judge()
  }

  // When React gives up on a chart it removes what the chart drew; nothing else tells of it.
  const removal = new MutationObserver(() => {
    if (surface.element.childElementCount > 0) return
    surface.onFailure(failureOf('EMBED-RENDER', 'The chart was taken off the page by an error while drawing.'))
  })
  removal.observe(surface.element, { childList: true })

  const begin = (): void => {
    if (begun || stopped) return
    begun = true
    void judge()
    // nebula.js writes an error of a chart's code to the console and goes on; what stays is an empty box.
    setTimeout(() => {
      if (empty || drawingFailure !== undefined || drawingState(surface.element) !== 'blank') return
      drawingFailed(failureOf('EMBED-RENDER', 'The code of the chart drew nothing; the console may show its error.'))
    }, drawingTime)
  }
  const silence = setTimeout(begin, longestSilence)

  const events = object as unknown as ChangeEvents
  events.on('changed', judge)
  void judge()
  return {
    rendered: begin,
    renderFailed: ({ message, originalError }) =>
      drawingFailed(
        originalError === undefined
          ? failureOf('EMBED-INCOMPLETE', `${message}.`)
          : failureOf('EMBED-RENDER', `${message} (${originalError.message})`),
      ),
    stop: () => {
      stopped = true
      clearTimeout(silence)
      removal.disconnect()
      drawing.disconnect()
      events.removeListener('changed', judge)
    },
  }
}
