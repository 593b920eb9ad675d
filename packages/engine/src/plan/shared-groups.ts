import type { DataModel } from '../model/data-model.js'
import { type CommonGroups, commonGroups } from './common-groups.js'
import { type Branch, branchesOf, type Cube, type Groups } from './cube.js'
import { type DataScope, scopeText } from './data-scope.js'
import { rowsOfValues } from './finer-groups.js'
import { byKey, fieldsOfKey, type GroupKey, isKeyOf } from './group-key.js'
import { testedWithin } from './joint-scope.js'
import { isLimited } from './limited-key.js'
import { byQuestion, type FieldValues, type Question } from './question.js'
import type { RowSource, TableRows } from './row-source.js'
import { scopeFields } from './telling-fields.js'

/** Groups that several questions of a statement read, and which thus are made once. */
export interface SharedGroups {
  /** What is made once for groups, by these. */
  readonly once: ReadonlyMap<Groups, CommonGroups>
  /** The groups that tell all values of a field that are asked for. */
  readonly valuesOf: ReadonlyMap<FieldValues, ValuesOfGroups>
}

/** The values of a key of groups. */
export interface ValuesOfGroups {
  readonly groups: Groups
  /** Its position among the keys. */
  readonly position: number
  /** Where only some of the groups tell values: what these are within, and the groups as rows of a table. */
  readonly within?: { readonly scope: DataScope; readonly rows: TableRows }
}

/**
 * Finds what questions have in common: a cube and its totals, cubes of the same rows by the same keys, and the values of a
 * field by which a cube is grouped.
 */
export const sharedGroups = (model: DataModel, questions: readonly Question[]): SharedGroups => {
  const asked: Groups[] = []
  const complete = new Set<Groups>()
  const finer = new Set<Groups>()
  for (const question of questions)
    byQuestion(question, {
      'cube page': ({ plan }) => {
        for (const { groups } of plan.cube.parts) {
          complete.add(groups)
          for (const each of withFiner(groups)) {
            asked.push(each)
            if (each !== groups) finer.add(each)
          }
        }
      },
      'field values': () => undefined,
    })
  const valuesOf = new Map<FieldValues, ValuesOfGroups>()
  for (const question of questions) {
    if (question.kind !== 'field values') continue
    const found =
      keyOfValues(question, complete) ??
      keyOfValues(
        question,
        [...finer].filter((groups) => areOfTable(question, groups)),
      ) ??
      keyWithin(model, question, finer)
    if (!found) continue
    valuesOf.set(question, found)
    asked.push(found.groups)
  }
  const common = commonGroups(model, new Set(asked))
  const readers = new Map<Groups, number>()
  for (const groups of asked) {
    const made = common.get(groups)?.groups ?? groups
    readers.set(made, (readers.get(made) ?? 0) + 1)
  }
  return { once: new Map([...common].filter(([, { groups }]) => (readers.get(groups) ?? 0) > 1)), valuesOf }
}

/** Whether a question reads groups that are made once. */
export const readsGroups = (question: Question, made: Groups, { once, valuesOf }: SharedGroups): boolean => {
  const isMade = (groups: Groups | undefined) => groups !== undefined && once.get(groups)?.groups === made
  return byQuestion(question, {
    'cube page': ({ plan }) => groupsOf(plan.cube).some(isMade),
    'field values': (values) => isMade(valuesOf.get(values)?.groups),
  })
}

/** The groups of a cube, and those that they are made of. */
const groupsOf = ({ parts }: Cube): readonly Groups[] => parts.flatMap(({ groups }) => withFiner(groups))

const withFiner = (groups: Groups): readonly Groups[] => [groups, ...(groups.of ? withFiner(groups.of.groups) : [])]

/**
 * Groups are there for every value of their keys, as long as nothing but the scope decides which rows make them: others that
 * are not shown take values of the keys beside them along.
 */
export const keyOfValues = ({ field, scope }: FieldValues, all: Iterable<Groups>) => {
  const wanted = scopeText(scope)
  for (const groups of all) {
    const position = groups.keys.findIndex((key) =>
      byKey(key, { field: (own) => own.field.id === field.id, calculated: () => false, limited: () => false }),
    )
    if (
      position >= 0 &&
      !groups.keys.some(hidesOthers) &&
      branchesOf(groups).every((branch) => isWithin(branch, wanted))
    )
      return { groups, position }
  }
  return undefined
}

/** Groups of a wider scope tell the values within a narrower one where their keys tell which of them are within it. */
const keyWithin = (model: DataModel, question: FieldValues, all: Iterable<Groups>): ValuesOfGroups | undefined => {
  for (const groups of all) {
    const [branch, ...others] = groups.branches
    const position = groups.keys.findIndex((key) => isKeyOf(key, question.field))
    if (!branch || others.length > 0 || position < 0 || !areOfTable(question, groups)) continue
    const fields = groups.keys.flatMap(fieldsOfKey)
    const scope = testedWithin(branch.scope, question.scope)
    const [table] = branch.rows.map(tableOfRows)
    if (!scope || table === undefined) continue
    if (!scopeFields(model, scope).every((field) => fields.includes(field))) continue
    return { groups, position, within: { scope, rows: rowsOfValues(model, table, fields) } }
  }
  return undefined
}

/** Finer groups are of the rows of one table: they have all values of a field that no other table has to be read for. */
const areOfTable = ({ rows }: FieldValues, groups: Groups): boolean => {
  const tables = new Set([...rows, ...branchesOf(groups).flatMap((branch) => branch.rows)].map(tableOfRows))
  return tables.size === 1 && !tables.has(undefined)
}

const tableOfRows = (source: RowSource): number | undefined =>
  source.kind === 'table' ? source.parts[0]?.combined[0]?.table : undefined

const hidesOthers = (key: GroupKey): boolean => isLimited(key) && key.limit?.showsOthers === false

/** Rows of an `Aggr` are fewer than those of the scope, but the tables of the keys are then read beside them. */
const isWithin = (branch: Branch, wanted: string): boolean => scopeText(branch.scope) === wanted
