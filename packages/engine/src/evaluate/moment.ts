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
import { rememberedWhileWanted, type Wanting } from './wanted.js'

/** Where what is evaluated stands: its alternate state, and the objects around it, the nearest first. */
export interface Standing {
  readonly state: string
  readonly place: readonly ObjectName[]
}

/** Asks for a result, for somebody who may leave or, by default, for as long as the moment lasts. */
type Ask<Request, Outcome> = (request: Request, by?: Wanting) => Promise<Outcome>

/**
 * The time between two changes of selections. What is evaluated in it is evaluated once, however many objects and
 * connections ask; it ends with the next selection, which aborts what is still being evaluated.
 */
export interface Moment {
  readonly timeline: SelectionTimeline
  readonly view: DataView
  readonly names: ExpressionNames
  readonly identity: SessionIdentity
  /** Aborts what is asked when it is not wanted any more. */
  readonly signal: AbortSignal
  /** While a command runs: stops what others evaluate in the moment. They begin again once the command is done. */
  readonly interrupt?: () => void
  /** The same object for all who ask in the moment. */
  readonly key: object
  readonly hypercube: Ask<HypercubeRequest & Standing, HypercubeOutcome>
  /** The same, but as if nothing had been selected in the selection mode that is on: what its own object shows. */
  readonly frozenHypercube: Ask<HypercubeRequest & Standing, HypercubeOutcome>
  readonly list: Ask<ListObjectRequest & Standing, ListObjectOutcome>
  /** A text with what its `$(...)` stand for. */
  readonly expand: Ask<{ readonly text: string } & Standing, string>
}

type Known = Pick<Moment, 'view' | 'names' | 'identity' | 'signal' | 'timeline'>

/** What evaluations in a state start from. */
const contextIn = (
  { view, names, identity, timeline }: Known,
  selections: Selections,
): ((standing: Standing, signal: AbortSignal) => EvaluationContext) => {
  const history = stepsIn(timeline, defaultState)
  return ({ state, place }, signal) => ({
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
  return rememberedWhileWanted(known.signal, async ({ state, place, ...request }, signal) =>
    known.names.isState(state) ? evaluateHypercube(context({ state, place }, signal), request) : unknownState(state),
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
    key: {},
    hypercube,
    frozenHypercube: frozenEvaluation({ ...known, hypercube }),
    list: rememberedWhileWanted(known.signal, async ({ state, place, ...request }, signal) =>
      known.names.isState(state) ? evaluateListObject(context({ state, place }, signal), request) : unknownState(state),
    ),
    expand: rememberedWhileWanted(known.signal, ({ text, state, place }, signal) =>
      expandExpression(context({ state, place }, signal), text, evaluateTotal),
    ),
  }
}

/**
 * A moment as one asks in it who may leave before its end: what only they wait for is then not evaluated any further.
 *
 * @param signal is aborted when they leave, at the latest with the moment
 */
export const askedBy = (moment: Moment, signal: AbortSignal): Moment => {
  const by: Wanting = { wanted: signal }
  const whilePaging = (ask: Moment['hypercube']): Moment['hypercube'] => {
    return async (request) => {
      const outcome = await ask(request, by)
      if (!outcome.ok) return outcome
      const { cube } = outcome
      return { ok: true, cube: { ...cube, page: (top, height) => cube.page(top, height, signal) } }
    }
  }
  return {
    ...moment,
    signal,
    hypercube: whilePaging(moment.hypercube),
    frozenHypercube: whilePaging(moment.frozenHypercube),
    list: (request) => moment.list(request, by),
    expand: (request) => moment.expand(request, by),
  }
}

/** The same moment after a selection mode began or ended without selecting anything: what was evaluated stays true. */
export const withTimeline = (moment: Moment, timeline: SelectionTimeline): Moment => ({
  ...moment,
  timeline,
  key: {},
  frozenHypercube: frozenEvaluation({ ...moment, timeline }),
})

const frozenEvaluation = (known: Known & Pick<Moment, 'hypercube'>): Moment['hypercube'] =>
  known.timeline.modal ? hypercubes(known, frozenSelections(known.timeline)) : known.hypercube
