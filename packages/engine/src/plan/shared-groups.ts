import { type Branch, branchesOf, type Cube, type Groups } from './cube.js'
import { scopeText } from './data-scope.js'
import { byKey } from './group-key.js'
import { byQuestion, type FieldValues, type Question } from './question.js'

/** Groups that several questions of a statement read, and which thus are made once. */
export interface SharedGroups {
  readonly groups: ReadonlySet<Groups>
  /** The groups of which a key is all values of a field that are asked for, with its position among the keys. */
  readonly valuesOf: ReadonlyMap<FieldValues, { readonly groups: Groups; readonly position: number }>
}

/** Finds what questions have in common: a cube and its totals, and the values of a field by which a cube is grouped. */
export const sharedGroups = (questions: readonly Question[]): SharedGroups => {
  const readers = new Map<Groups, number>()
  const read = (groups: Groups) => readers.set(groups, (readers.get(groups) ?? 0) + 1)
  const complete = new Set<Groups>()
  for (const question of questions)
    byQuestion(question, {
      'cube page': ({ plan }) => {
        for (const groups of groupsOf(plan.cube)) read(groups)
        for (const groups of groupsOf(plan.cube)) complete.add(groups)
      },
      'field values': () => undefined,
    })
  const valuesOf = new Map<FieldValues, { groups: Groups; position: number }>()
  for (const question of questions) {
    if (question.kind !== 'field values') continue
    const found = keyOfValues(question, complete)
    if (!found) continue
    valuesOf.set(question, found)
    read(found.groups)
  }
  return { groups: new Set([...readers].flatMap(([groups, count]) => (count > 1 ? groups : []))), valuesOf }
}

/** Whether a question reads groups that are shared. */
export const readsGroups = (question: Question, groups: Groups, valuesOf: SharedGroups['valuesOf']): boolean =>
  byQuestion(question, {
    'cube page': ({ plan }) => groupsOf(plan.cube).includes(groups),
    'field values': (values) => valuesOf.get(values)?.groups === groups,
  })

/** The groups of a cube, and those that they are made of. */
const groupsOf = ({ parts }: Cube): readonly Groups[] => parts.flatMap(({ groups }) => withFiner(groups))

const withFiner = (groups: Groups): readonly Groups[] => [groups, ...(groups.of ? withFiner(groups.of.groups) : [])]

/** Groups are there for every value of their keys, as long as nothing but the scope decides which rows make them. */
export const keyOfValues = ({ field, scope }: FieldValues, all: Iterable<Groups>) => {
  const wanted = scopeText(scope)
  for (const groups of all) {
    const position = groups.keys.findIndex((key) =>
      byKey(key, { field: (own) => own.field.id === field.id, calculated: () => false, limited: () => false }),
    )
    if (position >= 0 && branchesOf(groups).every((branch) => isWithin(branch, wanted))) return { groups, position }
  }
  return undefined
}

/** Rows of an `Aggr` are fewer than those of the scope, but the tables of the keys are then read beside them. */
const isWithin = (branch: Branch, wanted: string): boolean => scopeText(branch.scope) === wanted
