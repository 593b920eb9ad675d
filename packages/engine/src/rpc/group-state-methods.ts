import { UnderstudyError } from '@understudy/contract'
import { type JsonObject, objectOf, textOf } from '../json.js'
import { type DimensionGroup, dimensionGroup } from '../objects/dimension-group.js'
import type { Scope } from '../objects/scope.js'
import { command, type Methods, type Outcome, query } from './method.js'
import { arrayOfParameter, integer, object } from './parameters.js'

const dimensionQuery = query<'GenericDimension'>()
const dimensionCommand = command<'GenericDimension'>()

const groupOf = ({ library }: Scope, id: string): DimensionGroup => dimensionGroup({ qLibraryId: id }, library)

/** @throws UnderstudyError `QIX-IMPOSSIBLE` where the master dimension is no cyclic group */
const cyclicGroup = (scope: Scope, id: string): DimensionGroup => {
  const group = groupOf(scope, id)
  if (group.grouping !== 'C') throw new UnderstudyError('QIX-IMPOSSIBLE', 'the dimension is no cyclic group')
  return group
}

/** What is shown of all cyclic master dimensions after one is turned. */
const turned = ({ app, library }: Scope, to: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map(
    app.dimensions
      .map(({ qInfo }) => textOf(objectOf(qInfo).qId))
      .flatMap((id) => {
        const field = to.get(id) ?? library.activeField(id)
        return field === undefined ? [] : [[id, field] as const]
      }),
  )

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

const groupStates = (scope: Scope): readonly JsonObject[] =>
  scope.app.dimensions.flatMap(({ qInfo }) => {
    const qId = textOf(objectOf(qInfo).qId)
    const { grouping, definitions, active } = groupOf(scope, qId)
    if (grouping !== 'C') return []
    return [{ qInfo: { qId, qType: 'dimension' }, qActiveFieldDef: definitions[active] ?? '' }]
  })

/** Why a state cannot be applied, or the field that it turns to. */
const wantedField = (scope: Scope, { qInfo, qActiveFieldDef }: JsonObject): string | readonly [string, number] => {
  const id = textOf(objectOf(qInfo).qId)
  if (!scope.library.dimension(id)) return 'group_missing'
  const { grouping, definitions } = groupOf(scope, id)
  if (grouping !== 'C') return 'group_not_applicable'
  const field = definitions.indexOf(textOf(qActiveFieldDef))
  return field < 0 ? 'fielddef_missing' : [id, field]
}

/** Methods of the app that read and set what all cyclic master dimensions show. */
export const docGroupMethods: Methods<'Doc'> = {
  GetGroupStates: query<'Doc'>()({}, ({ scope }) => ({ qGroupStates: groupStates(scope) })),
  ApplyGroupStates: command<'Doc'>()({ qGroupStates: arrayOfParameter(object) }, ({ scope }, _, { qGroupStates }) => {
    const wanted = qGroupStates.map((state) => ({ state, field: wantedField(scope, state) }))
    const fields = wanted.flatMap(({ field }) => (typeof field === 'string' ? [] : [field]))
    const qWarnings = wanted.flatMap(({ state, field }) =>
      typeof field === 'string' ? [{ qState: state, qType: field }] : [],
    )
    return {
      result: { qResult: { qApplySuccess: qWarnings.length === 0, qWarnings } },
      activeFields: turned(scope, new Map(fields)),
    }
  }),
}
