import type { GenericObject } from '@qlik/api/qix'
import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { drawingState } from './drawing-state.js'
import { judgeLayout, type ObjectLayout } from './layout-verdict.js'
import { onceVisible } from './once-visible.js'

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

/**
 * Calls back whenever an object has changed.
 *
 * @returns what stops it
 */
export const onChange = (object: GenericObject, listener: () => void): (() => void) => {
  const events = object as unknown as ChangeEvents
  events.on('changed', listener)
  return () => events.removeListener('changed', listener)
}

/** How long a chart takes at most, in milliseconds, from its first call with room to draw until something is visible. */
const drawingTime = 3000
/** When, in milliseconds, a chart is taken to have begun whose code was not reported to have run. */
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
  let begun = false
  /** Until something of the chart can be seen, the loading state stays, or the picture that this one replaces. */
  let visible = false
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
      else if (visible) surface.onDrawn()
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

  let stopLooking = (): void => undefined
  const begin = (): void => {
    if (begun || stopped) return
    begun = true
    stopLooking = onceVisible(surface.element, drawingTime, (outcome) => {
      visible = true
      // nebula.js writes an error of a chart's code to the console and goes on; what stays is an empty box.
      if (outcome === 'blank' && !empty && drawingFailure === undefined)
        drawingFailed(failureOf('EMBED-RENDER', 'The code of the chart drew nothing; the console may show its error.'))
      else void judge()
    })
  }
  const silence = setTimeout(begin, longestSilence)

  const stopListening = onChange(object, judge)
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
      stopLooking()
      removal.disconnect()
      drawing.disconnect()
      stopListening()
    },
  }
}
