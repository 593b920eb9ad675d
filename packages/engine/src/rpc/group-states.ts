import { type JsonObject, objectOf, textOf } from '../json.js'
import { type DimensionGroup, dimensionGroup } from '../objects/dimension-group.js'
import type { Scope } from '../objects/scope.js'

/** The fields of a master dimension. */
export const groupOf = ({ library }: Scope, id: string): DimensionGroup => dimensionGroup({ qLibraryId: id }, library)

/** What is shown of all cyclic master dimensions after one is turned. */
export const turned = ({ app, library }: Scope, to: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map(
    app.dimensions
      .map(({ qInfo }) => textOf(objectOf(qInfo).qId))
      .flatMap((id) => {
        const field = to.get(id) ?? library.activeField(id)
        return field === undefined ? [] : [[id, field] as const]
      }),
  )

/** `NxGroupState` of each cyclic master dimension. */
export const groupStates = (scope: Scope): readonly JsonObject[] =>
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

/** Turns cyclic master dimensions to the fields of `NxGroupState`s, as far as there are such: what could not be is told. */
export const appliedGroupStates = (
  scope: Scope,
  states: readonly JsonObject[],
): { readonly qResult: JsonObject; readonly activeFields: ReadonlyMap<string, number> } => {
  const wanted = states.map((state) => ({ state, field: wantedField(scope, state) }))
  const fields = wanted.flatMap(({ field }) => (typeof field === 'string' ? [] : [field]))
  const qWarnings = wanted.flatMap(({ state, field }) =>
    typeof field === 'string' ? [{ qState: state, qType: field }] : [],
  )
  return {
    qResult: { qApplySuccess: qWarnings.length === 0, qWarnings },
    activeFields: turned(scope, new Map(fields)),
  }
}
