import type { DataModel, FieldModel } from '../model/data-model.js'
import { homesOf, routeFrom } from '../model/join-route.js'
import type { DataScope } from './data-scope.js'

/**
 * The fields of a table that tell the value of a field in each of its rows: the field itself, or the key to the tables
 * beyond which it is. `undefined` where the table is not associated with it.
 */
export const tellingFields = (
  model: DataModel,
  table: number,
  field: FieldModel,
): readonly FieldModel[] | undefined => {
  const route = routeFrom(model, table)
  const [home] = homesOf(model, route, field.id)
  if (home === table) return [field]
  let hop = home === undefined ? undefined : route.get(home)
  while (hop && hop.parent !== table) hop = hop.parent === null ? undefined : route.get(hop.parent)
  return hop?.keyFields.flatMap((id) => model.fields[id] ?? [])
}

/** All fields that a scope restricts. */
export const scopeFields = (model: DataModel, scope: DataScope): readonly FieldModel[] =>
  scope.kind === 'alternatives'
    ? scope.alternatives.flatMap((constraint) => [...constraint.keys()].flatMap((id) => model.fields[id] ?? []))
    : [scope.left, scope.right].flatMap((part) => scopeFields(model, part))
