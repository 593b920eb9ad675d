import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Groups, NumberedAggregate } from './cube.js'
import type { Surroundings } from './cube-scopes.js'
import { fieldKey, fieldsOfKey } from './group-key.js'
import { isLimited } from './limited-key.js'
import { isMergeable, partsOf } from './merged-aggregates.js'
import { isOfOneTable, tableRows } from './row-source.js'

/** How many rows a finer group should have at least: with fewer, grouping twice takes longer than computing each key. */
const rowsOfFinerGroup = 4

/**
 * Groups by what expressions make of each row, made of groups by the fields of these: so the expressions are computed once
 * for each combination of values, not for each row.
 */
export const overFinerGroups = (around: Surroundings, groups: Groups): Groups => {
  const { keys, aggregates, branches } = groups
  const [branch, ...further] = branches
  const [source, ...sources] = branch?.rows ?? []
  if (!branch || further.length > 0 || branch.scopes || source?.kind !== 'table' || sources.length > 0) return groups
  const fields = [...new Set(keys.flatMap(fieldsOfKey))]
  const table = source.parts[0]?.combined[0]?.table
  if (keys.some(isLimited) || keys.every(({ kind }) => kind === 'field') || fields.length === 0 || table === undefined)
    return groups
  if (!isOfOneTable(source) || !arePacked(around.model, table, fields)) return groups
  const isOfValues = ({ aggregate }: NumberedAggregate) =>
    (aggregate.distinct || aggregate.function.ignoresRepetition === true) &&
    aggregate.fields.length > 0 &&
    aggregate.fields.every((field) => fields.includes(field))
  const ofValues = aggregates.filter(isOfValues)
  const others = aggregates.filter((entry) => !isOfValues(entry))
  if (!others.every(({ aggregate }) => isMergeable(aggregate))) return groups
  const parts = partsOf(around, [], 0)
  const merged = others.flatMap((entry) => parts.merged(entry) ?? [])
  const read = [...fields, ...others.flatMap(({ aggregate }) => aggregate.fields)]
  const finer: Groups = {
    keys: fields.map(fieldKey),
    aggregates: parts.all(),
    branches: [{ ...branch, aggregates: parts.all(), rows: [tableRows(around.model, [table], read)] }],
  }
  return { keys, aggregates, branches: [], of: { groups: finer, merged, ofValues, aggrs: source.aggrs } }
}

/** Whether fields have so few values that rows outnumber their combinations. */
const arePacked = ({ tables }: DataModel, table: number, fields: readonly FieldModel[]): boolean =>
  fields.reduce((product, { symbolCount }) => product * (symbolCount + 1), rowsOfFinerGroup) <=
  (tables[table]?.rowCount ?? 0)
