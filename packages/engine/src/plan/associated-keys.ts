import type { DataModel, FieldModel } from '../model/data-model.js'
import { groupOf } from '../model/joined-tables.js'
import { fieldsOfKey, type GroupKey } from './group-key.js'

/** Keys of tables that are associated with each other. */
export interface KeyCluster {
  /** Positions of the keys. */
  readonly positions: readonly number[]
  /** The groups of associated tables that they are of. */
  readonly tableGroups: ReadonlySet<number>
}

/** Puts keys together whose tables are associated; a key that is calculated over several groups of tables links them. */
export const keyClusters = (model: DataModel, keys: readonly GroupKey[]): readonly KeyCluster[] =>
  keys.reduce<readonly KeyCluster[]>((clusters, key, position) => {
    const own = tableGroupsOf(model, fieldsOfKey(key))
    const linked = clusters.filter(({ tableGroups }) => [...own].some((group) => tableGroups.has(group)))
    const merged = {
      positions: [...linked.flatMap(({ positions }) => positions), position].sort((a, b) => a - b),
      tableGroups: new Set([...linked.flatMap(({ tableGroups }) => [...tableGroups]), ...own]),
    }
    return [...clusters.filter((cluster) => !linked.includes(cluster)), merged]
  }, [])

/** The groups of associated tables that fields are in. */
export const tableGroupsOf = (model: DataModel, fields: readonly FieldModel[]): ReadonlySet<number> =>
  new Set(fields.map((field) => groupOf(model, field.tables[0] ?? 0)))
