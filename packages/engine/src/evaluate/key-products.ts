import type { DataModel, FieldModel } from '../model/data-model.js'
import { groupOf } from '../model/joined-tables.js'
import { type Branch, branchesOf, type Cube } from '../plan/cube.js'
import { scopeText } from '../plan/data-scope.js'
import { fieldKey, fieldsOfKey, type GroupKey, plainKey } from '../plan/group-key.js'
import { tableRows } from '../plan/row-source.js'
import { groupCountStatement } from '../print/size-statements.js'
import type { SelectStatement } from '../snapshot/select-statement.js'

/** A key that is calculated from tables which are not associated, so that the values of each meet all values of the others. */
export interface KeyProduct {
  /** Position of the key. */
  readonly key: number
  /** The fields of each of the groups of associated tables. */
  readonly fields: readonly (readonly FieldModel[])[]
  /** Each counts the combinations of values of one of these. */
  readonly factors: readonly SelectStatement[]
}

/** The products that the keys of a cube are calculated from, in each part of the data that its groups are of. */
export const keyProducts = (model: DataModel, { keys, parts, totals }: Cube): readonly KeyProduct[] => {
  const products = keys.flatMap((key, position) => {
    const fields = fieldsApart(model, key)
    return fields.length < 2 ? [] : [{ key: position, fields }]
  })
  if (products.length === 0) return []
  const branches = [...parts, ...totals].flatMap(({ groups }) => branchesOf(groups))
  const scopes = new Map(branches.map((branch) => [scopeText(branch.scope), branch.scope]))
  return products.flatMap(({ key, fields }) =>
    [...scopes.values()].map((scope) => ({
      key,
      fields,
      factors: fields.map((own) => combinationCount(model, own, scope)),
    })),
  )
}

const fieldsApart = (model: DataModel, key: GroupKey): readonly (readonly FieldModel[])[] => {
  if (plainKey(key).kind === 'field') return []
  const apart = new Map<number, FieldModel[]>()
  for (const field of new Set(fieldsOfKey(key))) {
    const group = groupOf(model, field.tables[0] ?? 0)
    apart.set(group, [...(apart.get(group) ?? []), field])
  }
  return [...apart.values()]
}

const combinationCount = (model: DataModel, fields: readonly FieldModel[], scope: Branch['scope']): SelectStatement => {
  const rows = tableRows(model, fields[0]?.tables.slice(0, 1) ?? [], fields)
  return groupCountStatement(model, {
    kept: [],
    groups: {
      keys: fields.map(fieldKey),
      aggregates: [],
      branches: [{ scope, once: false, aggregates: [], rows: [rows] }],
    },
  })
}
