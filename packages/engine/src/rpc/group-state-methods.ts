import { UnderstudyError } from '@understudy/contract'
import type { DimensionGroup } from '../objects/dimension-group.js'
import type { Scope } from '../objects/scope.js'
import { appliedGroupStates, groupOf, groupStates, turned } from './group-states.js'
import { command, type Methods, type Outcome, query } from './method.js'
import { arrayOfParameter, integer, object } from './parameters.js'

const dimensionQuery = query<'GenericDimension'>()
const dimensionCommand = command<'GenericDimension'>()

/** @throws UnderstudyError `QIX-IMPOSSIBLE` where the master dimension is no cyclic group */
const cyclicGroup = (scope: Scope, id: string): DimensionGroup => {
  const group = groupOf(scope, id)
  if (group.grouping !== 'C') throw new UnderstudyError('QIX-IMPOSSIBLE', 'the dimension is no cyclic group')
  return group
}

const turnTo = (scope: Scope, id: string, field: number): Outcome => {
  const { active, definitions } = cyclicGroup(scope, id)
  if (definitions[field] === undefined || field === active) return { result: {} }
  return { result: {}, activeFields: turned(scope, new Map([[id, field]])) }
}

/** Methods of a master dimension that is a cyclic group: what it shows, in every object of the session that uses it. */
export const dimensionGroupMethods: Methods<'GenericDimension'> = {
  GetActiveField: dimensionQuery({}, ({ scope }, { id }) => ({ qReturn: groupOf(scope, id).active })),
  SetActiveField: dimensionCommand({ qIx: integer }, ({ scope }, { id }, { qIx }) => turnTo(scope, id, qIx)),
  StepCycle: dimensionCommand({ qStep: integer }, ({ scope }, { id }, { qStep }) => {
    const { active, definitions } = cyclicGroup(scope, id)
    const count = definitions.length
    return turnTo(scope, id, (((active + qStep) % count) + count) % count)
  }),
}

/** Methods of the app that read and set what all cyclic master dimensions show. */
export const docGroupMethods: Methods<'Doc'> = {
  GetGroupStates: query<'Doc'>()({}, ({ scope }) => ({ qGroupStates: groupStates(scope) })),
  ApplyGroupStates: command<'Doc'>()({ qGroupStates: arrayOfParameter(object) }, ({ scope }, _, { qGroupStates }) => {
    const { qResult, activeFields } = appliedGroupStates(scope, qGroupStates)
    return { result: { qResult }, activeFields }
  }),
}
