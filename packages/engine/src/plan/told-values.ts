import { type Branch, branchesOf } from './cube.js'
import { isSameKey } from './group-key.js'
import { isLimited } from './limited-key.js'
import { haveSameRows } from './plan-totals.js'
import { byQuestion, type CubePage, type Question } from './question.js'
import { keyOfValues } from './shared-groups.js'

/** Where the rows of a page tell the values of a field, or of what is calculated: the question of the page, and the position of its key. */
export interface ToldValues {
  readonly page: number
  readonly key: number
}

/**
 * The values that need not be asked for, as a page of a cube has a row for each, unless it has more rows than are
 * asked for. By positions of questions.
 */
export const toldValues = (questions: readonly Question[]): ReadonlyMap<number, ToldValues> => {
  const told = new Map<number, ToldValues>()
  for (const [index, question] of questions.entries()) {
    for (const [page, other] of questions.entries()) {
      if (other.kind !== 'cube page' || other === question || told.has(index) || told.has(page)) continue
      const key = byQuestion(question, {
        'field values': (values) => keyOfValues(values, groupsOfRows(other))?.position,
        'cube page': (values) => keyOfSameRows(values, other),
      })
      if (key !== undefined && hasAllRows(other, key)) told.set(index, { page, key })
    }
  }
  return told
}

/** The position of the one key whose values are asked for, in any order, among the keys of a page made of the same rows. */
const keyOfSameRows = (question: CubePage, page: CubePage): number | undefined => {
  const { cube, order, conditions } = question.plan
  const [key, ...others] = cube.keys
  if (!key || others.length + cube.measures.length + order.length + conditions.length > 0) return undefined
  if (question.page.offset > 0 || page.plan.cube.keys.some(isLimited)) return undefined
  const [own, ...further] = groupsOfRows(question)
  const [shown, ...beside] = groupsOfRows(page)
  if (!own || !shown || further.length + beside.length > 0) return undefined
  const position = page.plan.cube.keys.findIndex((other) => isSameKey(key, other))
  return position >= 0 && areOfSameRows(branchesOf(own), branchesOf(shown)) ? position : undefined
}

const areOfSameRows = ([own, ...others]: readonly Branch[], [shown, ...further]: readonly Branch[]): boolean =>
  own !== undefined && shown !== undefined && others.length + further.length === 0 && haveSameRows(own, shown)

/** The groups that a cube has a row for; of a product there is none where one side has no groups. */
const groupsOfRows = ({ plan: { cube } }: CubePage) =>
  cube.parts.length === 1 ? cube.parts.map(({ groups }) => groups) : []

/** Whether only rows without a value of a key may be left out. */
const hasAllRows = ({ plan: { cube, conditions }, page }: CubePage, key: number): boolean =>
  page.offset === 0 &&
  conditions.every((condition) => condition.kind === 'key is present' && condition.key === key) &&
  (cube.windows === null ||
    (cube.windows.columns.keys.length === 0 && cube.windows.present.every((position) => position === key)))
