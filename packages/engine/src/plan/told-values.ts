import type { CubePage, Question } from './question.js'
import { keyOfValues } from './shared-groups.js'

/** Where the rows of a page tell the values of a field: the question of the page, and the position of its key. */
export interface ToldValues {
  readonly page: number
  readonly key: number
}

/**
 * The values of fields that need not be asked for, as a page of a cube has a row for each, unless it has more rows than are
 * asked for. By positions of questions.
 */
export const toldValues = (questions: readonly Question[]): ReadonlyMap<number, ToldValues> => {
  const told = new Map<number, ToldValues>()
  for (const [index, question] of questions.entries()) {
    if (question.kind !== 'field values') continue
    for (const [page, other] of questions.entries()) {
      if (other.kind !== 'cube page' || told.has(index)) continue
      const found = keyOfValues(question, groupsOfRows(other))
      if (found && hasAllRows(other, found.position)) told.set(index, { page, key: found.position })
    }
  }
  return told
}

/** The groups that a cube has a row for; of a product there is none where one side has no groups. */
const groupsOfRows = ({ plan: { cube } }: CubePage) =>
  cube.parts.length === 1 ? cube.parts.map(({ groups }) => groups) : []

/** Whether only rows without a value of a key may be left out. */
const hasAllRows = ({ plan: { cube, conditions }, page }: CubePage, key: number): boolean =>
  page.offset === 0 &&
  conditions.every((condition) => condition.kind === 'key is present' && condition.key === key) &&
  (cube.windows === null ||
    (cube.windows.columns.keys.length === 0 && cube.windows.present.every((position) => position === key)))
