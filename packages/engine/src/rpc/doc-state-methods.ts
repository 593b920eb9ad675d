import { UnderstudyError } from '@understudy/contract'
import { limits } from '../limits.js'
import type { Scope } from '../objects/scope.js'
import { storedStateNames } from '../objects/state-names.js'
import { defaultState, noSelections, selectedIn, withState } from '../selections/selection-state.js'
import { advanceAll } from '../selections/timeline.js'
import { command, type Methods, type Outcome } from './method.js'
import { optional, text } from './parameters.js'
import { selectable } from './selecting.js'

const docCommand = command<'Doc'>()

const maxStates = limits.states.most
const maxName = limits.stateName.most

/** What names in sets mean already. */
const isReserved = (name: string): boolean => name.trim() === '' || /^(\$.*|\d+)$/.test(name)

/** @param source the state whose selections it begins with; `''` for none */
const add = (scope: Scope, name: string, source: string): Outcome => {
  const { stateNames } = scope
  if (isReserved(name) || name.length > maxName)
    throw new UnderstudyError(
      'QIX-PARAMS',
      `qStateName must be a text of at most ${maxName} characters that is no number and does not begin with $`,
    )
  if (stateNames.includes(name)) throw new UnderstudyError('QIX-IMPOSSIBLE', 'there is an alternate state of that name')
  if (stateNames.length >= maxStates)
    throw new UnderstudyError('QIX-LIMIT', `a session has at most ${maxStates} alternate states`)
  const added = { result: {}, stateNames: [...stateNames, name] }
  if (source === '') return added
  if (source !== defaultState && !stateNames.includes(source))
    throw new UnderstudyError('QIX-NOT-FOUND', `there is no alternate state "${source}"`)
  const { timeline } = selectable(scope, null)
  const { present } = timeline
  return { ...added, timeline: advanceAll(timeline, withState(present, name, selectedIn(present, source))) }
}

const remove = (scope: Scope, name: string): Outcome => {
  const { timeline } = selectable(scope, null)
  return {
    result: {},
    stateNames: scope.stateNames.filter((other) => other !== name),
    timeline: advanceAll(timeline, withState(timeline.present, name, noSelections)),
  }
}

const isOfSession = ({ stateNames, app }: Scope, name: string): boolean =>
  stateNames.includes(name) && !storedStateNames(app).includes(name)

/** Methods of the app that add alternate states, which expressions and objects of this session may name. */
export const docStateMethods: Methods<'Doc'> = {
  AddAlternateState: docCommand({ qStateName: text }, ({ scope }, _, { qStateName }) => add(scope, qStateName, '')),
  AddSessionAlternateState: docCommand(
    { qStateName: text, qSourceStateName: optional(text, '') },
    ({ scope }, _, { qStateName, qSourceStateName }) => add(scope, qStateName, qSourceStateName),
  ),
  RemoveAlternateState: docCommand({ qStateName: text }, ({ scope }, _, { qStateName }) => {
    if (!scope.stateNames.includes(qStateName))
      throw new UnderstudyError('QIX-NOT-FOUND', `there is no alternate state "${qStateName}"`)
    if (!isOfSession(scope, qStateName))
      throw new UnderstudyError('QIX-READ-ONLY', 'the alternate state is one of the app')
    return remove(scope, qStateName)
  }),
  RemoveSessionAlternateState: docCommand({ qStateName: text }, ({ scope }, _, { qStateName }) =>
    isOfSession(scope, qStateName)
      ? { ...remove(scope, qStateName), result: { qSuccess: true } }
      : { result: { qSuccess: false } },
  ),
}
