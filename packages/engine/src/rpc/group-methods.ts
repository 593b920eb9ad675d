import { UnderstudyError } from '@understudy/contract'
import { arrayOf, type Json, objectOf } from '../json.js'
import { activeFields } from '../objects/active-fields.js'
import { type DimensionGroup, dimensionGroup, type Grouping } from '../objects/dimension-group.js'
import { withEntry } from '../objects/object-store.js'
import { isInSelections, type Scope, standing } from '../objects/scope.js'
import { clearField } from '../selections/field-transitions.js'
import { definitionAt, objectEntry, scopeOf } from './definition-at.js'
import { type Call, command, type Methods, type Outcome } from './method.js'
import { integer, optional, text } from './parameters.js'
import { movedOn, selectable } from './selecting.js'

const objectCommand = command<'GenericObject'>()

/** The groups of a cube or list, with the fields that are shown. */
interface ShownGroups {
  readonly scope: Scope
  readonly groups: readonly DimensionGroup[]
  readonly active: readonly number[]
  readonly group: DimensionGroup
  /** The field of the group that is shown. */
  readonly field: number
}

const groupsAt = async (
  around: Scope,
  id: string,
  path: string,
  dimension: number,
  grouping: Grouping,
): Promise<ShownGroups> => {
  const isList = path.endsWith('qListObjectDef')
  const value: Json = definitionAt(around, id, path, isList ? 'qListObjectDef' : 'qHyperCubeDef')
  const scope = scopeOf(around, id, value)
  const dimensions = isList ? [value] : arrayOf(objectOf(value).qDimensions)
  const groups = dimensions.map((one) => dimensionGroup(one, scope.library))
  const stepped = objectEntry(around, id).stepped.get(path) ?? new Map()
  const active = await activeFields(scope, groups, stepped, isInSelections(around, id))
  const group = groups[dimension]
  if (group?.grouping !== grouping)
    throw new UnderstudyError(
      'QIX-IMPOSSIBLE',
      grouping === 'H' ? 'the dimension is no drill-down' : 'the dimension is no cyclic group',
    )
  return { scope, groups, active, group, field: active[dimension] ?? 0 }
}

/** Clears what is selected in the fields that are climbed over, which would lead down again. */
const drillUp = async (
  { scope: around }: Call,
  id: string,
  path: string,
  dimension: number,
  steps: number,
): Promise<Outcome> => {
  const { scope, group, field } = await groupsAt(around, id, path, dimension, 'H')
  if (steps <= 0) return { result: {} }
  const selecting = selectable(scope, id, scope.state)
  let next = selecting.present
  for (const definition of group.definitions.slice(Math.max(field - steps, 0), field + 1)) {
    const outcome = await scope.moment.hypercube({ dimensions: [{ definition }], measures: [], ...standing(scope) })
    const selected = outcome.ok ? outcome.cube.dimensions[0]?.field : undefined
    if (selected != null) next = clearField(next, selected) ?? next
  }
  return next === selecting.present ? { result: {} } : { result: {}, timeline: movedOn(selecting, next) }
}

/** Goes round a cyclic group; fields that other dimensions of the cube show are left out. */
const stepTo = async (
  call: Call,
  id: string,
  path: string,
  dimension: number,
  target: (shown: ShownGroups) => number | undefined,
): Promise<Outcome> => {
  const { scope: around } = call
  const shown = await groupsAt(around, id, path, dimension, 'C')
  const next = target(shown)
  if (next === undefined || next === shown.field) return { result: {} }
  const entry = objectEntry(around, id)
  const stepped = new Map(entry.stepped).set(path, new Map(entry.stepped.get(path)).set(dimension, next))
  return { result: {}, objects: withEntry(around.objects, { ...entry, stepped }), changed: [id] }
}

const isTaken = ({ groups, active, group }: ShownGroups, dimension: number, field: number): boolean =>
  groups.some((other, at) => at !== dimension && other.definitions[active[at] ?? 0] === group.definitions[field])

const steppedBy =
  (dimension: number, steps: number) =>
  (shown: ShownGroups): number | undefined => {
    const { definitions } = shown.group
    const free = definitions.flatMap((_, field) => (isTaken(shown, dimension, field) ? [] : [field]))
    const at = free.indexOf(shown.field)
    const place = (((at + steps) % free.length) + free.length) % free.length
    return free[place]
  }

const fieldAt =
  (dimension: number, field: number) =>
  (shown: ShownGroups): number | undefined =>
    shown.group.definitions[field] === undefined || isTaken(shown, dimension, field) ? undefined : field

/** Methods of a generic object that turn to another field of a group. */
export const groupMethods: Methods<'GenericObject'> = {
  DrillUp: objectCommand(
    { qPath: text, qDimNo: integer, qNbrSteps: optional(integer, 1) },
    (call, { id }, { qPath, qDimNo, qNbrSteps }) => drillUp(call, id, qPath, qDimNo, qNbrSteps),
  ),
  StepCycle: objectCommand(
    { qPath: text, qDimNo: integer, qNbrSteps: optional(integer, 1) },
    (call, { id }, { qPath, qDimNo, qNbrSteps }) => stepTo(call, id, qPath, qDimNo, steppedBy(qDimNo, qNbrSteps)),
  ),
  SetActiveField: objectCommand(
    { qPath: text, qDimNo: integer, qNewIndex: integer },
    (call, { id }, { qPath, qDimNo, qNewIndex }) => stepTo(call, id, qPath, qDimNo, fieldAt(qDimNo, qNewIndex)),
  ),
}
