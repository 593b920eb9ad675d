import { UnderstudyError } from '@understudy/contract'
import { storedStateNames } from '../objects/state-names.js'
import { noSelections, withState } from '../selections/selection-state.js'
import { advanceAll } from '../selections/timeline.js'
import { command, type Methods } from './method.js'
import { text } from './parameters.js'
import { selectable } from './selecting.js'

const docCommand = command<'Doc'>()

/** Alternate states of one session, with those of its app, and characters of a name. */
const maxStates = 100
const maxName = 256

/** What names in sets mean already. */
const isReserved = (name: string): boolean => name.trim() === '' || /^(\$.*|\d+)$/.test(name)

/** Methods of the app that add alternate states, which expressions and objects of this session may name. */
export const docStateMethods: Methods<'Doc'> = {
  AddAlternateState: docCommand({ qStateName: text }, ({ scope }, _, { qStateName }) => {
    if (isReserved(qStateName) || qStateName.length > maxName)
      throw new UnderstudyError(
        'QIX-PARAMS',
        `qStateName must be a text of at most ${maxName} characters that is no number and does not begin with $`,
      )
    if (scope.stateNames.includes(qStateName))
      throw new UnderstudyError('QIX-IMPOSSIBLE', 'there is an alternate state of that name')
    if (scope.stateNames.length >= maxStates)
      throw new UnderstudyError('QIX-LIMIT', `a session has at most ${maxStates} alternate states`)
    return { result: {}, stateNames: [...scope.stateNames, qStateName] }
  }),
  RemoveAlternateState: docCommand({ qStateName: text }, ({ scope }, _, { qStateName }) => {
    if (!scope.stateNames.includes(qStateName))
      throw new UnderstudyError('QIX-NOT-FOUND', `there is no alternate state "${qStateName}"`)
    if (storedStateNames(scope.app).includes(qStateName))
      throw new UnderstudyError('QIX-READ-ONLY', 'the alternate state is one of the app')
    const { timeline } = selectable(scope, null)
    return {
      result: {},
      stateNames: scope.stateNames.filter((name) => name !== qStateName),
      timeline: advanceAll(timeline, withState(timeline.present, qStateName, noSelections)),
    }
  }),
}
