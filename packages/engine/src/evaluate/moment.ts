import { setMaxListeners } from 'node:events'
import type { ObjectName, SessionIdentity } from '../expressions/session/session-facts.js'
import type { DataView } from '../security/data-view.js'
import { defaultState, type Selections, selectedIn } from '../selections/selection-state.js'
import { frozenSelections, type SelectionTimeline, stepsIn } from '../selections/timeline.js'
import { invalidColumnCode } from './column-error.js'
import { evaluateHypercube, evaluateTotal } from './evaluate-hypercube.js'
import { evaluateListObject } from './evaluate-list-object.js'
import type {
  EvaluationContext,
  HypercubeOutcome,
  HypercubeRequest,
  ListObjectOutcome,
  ListObjectRequest,
} from './evaluation.js'
import { expandExpression } from './expansion/expand-expression.js'
import type { ExpressionNames } from './expansion/expression-names.js'

/** Where what is evaluated stands: its alternate state, and the objects around it, the nearest first. */
export interface Standing {
  readonly state: string
  readonly place: readonly ObjectName[]
}

/**
 * The time between two changes of selections. What is evaluated in it is evaluated once, however many objects and
 * connections ask; it ends with the next selection, which aborts what is still being evaluated.
 */
export interface Moment {
  readonly timeline: SelectionTimeline
  readonly view: DataView
  readonly names: ExpressionNames
  readonly identity: SessionIdentity
  readonly signal: AbortSignal
  readonly hypercube: (request: HypercubeRequest & Standing) => Promise<HypercubeOutcome>
  /** The same, but as if nothing had been selected in the selection mode that is on: what its own object shows. */
  readonly frozenHypercube: (request: HypercubeRequest & Standing) => Promise<HypercubeOutcome>
  readonly list: (request: ListObjectRequest & Standing) => Promise<ListObjectOutcome>
  /** A text with what its `$(...)` stand for. */
  readonly expand: (request: { readonly text: string } & Standing) => Promise<string>
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

type Known = Pick<Moment, 'view' | 'names' | 'identity' | 'signal' | 'timeline'>

/** What evaluations in a state start from. */
const contextIn = (
  { view, names, identity, signal, timeline }: Known,
  selections: Selections,
): ((standing: Standing) => EvaluationContext) => {
  const history = stepsIn(timeline, defaultState)
  return ({ state, place }) => ({
    view,
    selections: selectedIn(selections, state),
    state,
    states: selections,
    history,
    names,
    identity,
    place,
    signal,
  })
}

/** An alternate state that there is not has no selections to evaluate under. */
const unknownState = (state: string): Extract<HypercubeOutcome, { ok: false }> => ({
  ok: false,
  errors: [{ column: 0, code: invalidColumnCode, message: `There is no alternate state ${state}` }],
})

const hypercubes = (known: Known, selections: Selections): Moment['hypercube'] => {
  const context = contextIn(known, selections)
  return remembered(async ({ state, place, ...request }) =>
    known.names.isState(state) ? evaluateHypercube(context({ state, place }), request) : unknownState(state),
  )
}

/**
 * Begins a moment. Its results are reachable through it only, so that they can never be answered to another principal.
 *
 * @param known `signal` is aborted by the caller when the moment is over
 */
export const beginMoment = (known: Known): Moment => {
  // Every running query of the moment listens; their number is bounded by the runner, not by Node's default of ten.
  setMaxListeners(0, known.signal)
  const context = contextIn(known, known.timeline.present)
  const hypercube = hypercubes(known, known.timeline.present)
  return {
    ...known,
    hypercube,
    frozenHypercube: frozenEvaluation({ ...known, hypercube }),
    list: remembered(async ({ state, place, ...request }) =>
      known.names.isState(state) ? evaluateListObject(context({ state, place }), request) : unknownState(state),
    ),
    expand: remembered(({ text, state, place }) => expandExpression(context({ state, place }), text, evaluateTotal)),
  }
}

/** The same moment after a selection mode began or ended without selecting anything: what was evaluated stays true. */
export const withTimeline = (moment: Moment, timeline: SelectionTimeline): Moment => ({
  ...moment,
  timeline,
  frozenHypercube: frozenEvaluation({ ...moment, timeline }),
})

const frozenEvaluation = (known: Known & Pick<Moment, 'hypercube'>): Moment['hypercube'] =>
  known.timeline.modal ? hypercubes(known, frozenSelections(known.timeline)) : known.hypercube
