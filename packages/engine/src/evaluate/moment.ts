import { setMaxListeners } from 'node:events'
import type { DataView } from '../security/data-view.js'
import { frozenSelections, type SelectionTimeline } from '../selections/timeline.js'
import { evaluateHypercube, evaluateTotal } from './evaluate-hypercube.js'
import { evaluateListObject } from './evaluate-list-object.js'
import type { HypercubeOutcome, HypercubeRequest, ListObjectOutcome, ListObjectRequest } from './evaluation.js'
import { expandExpression } from './expansion/expand-expression.js'
import type { ExpressionNames } from './expansion/expression-names.js'

/**
 * The time between two changes of selections. What is evaluated in it is evaluated once, however many objects and
 * connections ask; it ends with the next selection, which aborts what is still being evaluated.
 */
export interface Moment {
  readonly timeline: SelectionTimeline
  readonly view: DataView
  readonly names: ExpressionNames
  readonly signal: AbortSignal
  readonly hypercube: (request: HypercubeRequest) => Promise<HypercubeOutcome>
  /** The same, but as if nothing had been selected in the selection mode that is on: what its own object shows. */
  readonly frozenHypercube: (request: HypercubeRequest) => Promise<HypercubeOutcome>
  readonly list: (request: ListObjectRequest) => Promise<ListObjectOutcome>
  /** A text with what its `$(...)` stand for. */
  readonly expand: (text: string) => Promise<string>
}

/** Results kept per moment: more than a dashboard asks for, and a bound on the memory of one session. */
const maxResults = 256

const remembered = <Request, Outcome>(evaluate: (request: Request) => Promise<Outcome>) => {
  const results = new Map<string, Promise<Outcome>>()
  return (request: Request): Promise<Outcome> => {
    const key = JSON.stringify(request)
    const known = results.get(key)
    if (known) return known
    const result = evaluate(request)
    results.set(key, result)
    result.catch(() => results.delete(key))
    const [oldest] = results.keys()
    if (results.size > maxResults && oldest !== undefined) results.delete(oldest)
    return result
  }
}

/**
 * Begins a moment. Its results are reachable through it only, so that they can never be answered to another principal.
 *
 * @param signal aborted by the caller when the moment is over
 */
export const beginMoment = (
  view: DataView,
  timeline: SelectionTimeline,
  names: ExpressionNames,
  signal: AbortSignal,
): Moment => {
  // Every running query of the moment listens; their number is bounded by the runner, not by Node's default of ten.
  setMaxListeners(0, signal)
  const context = { view, selections: timeline.present, history: timeline, names, signal }
  const hypercube = remembered((request: HypercubeRequest) => evaluateHypercube(context, request))
  return {
    timeline,
    view,
    names,
    signal,
    hypercube,
    frozenHypercube: frozenEvaluation({ ...context, hypercube }, timeline),
    list: remembered((request: ListObjectRequest) => evaluateListObject(context, request)),
    expand: remembered((text: string) => expandExpression(context, text, evaluateTotal)),
  }
}

/** The same moment after a selection mode began or ended without selecting anything: what was evaluated stays true. */
export const withTimeline = (moment: Moment, timeline: SelectionTimeline): Moment => ({
  ...moment,
  timeline,
  frozenHypercube: frozenEvaluation(moment, timeline),
})

const frozenEvaluation = (
  { view, names, signal, hypercube }: Pick<Moment, 'view' | 'names' | 'signal' | 'hypercube'>,
  timeline: SelectionTimeline,
): Moment['hypercube'] => {
  if (!timeline.modal) return hypercube
  const context = { view, selections: frozenSelections(timeline), history: timeline, names, signal }
  return remembered((request: HypercubeRequest) => evaluateHypercube(context, request))
}
