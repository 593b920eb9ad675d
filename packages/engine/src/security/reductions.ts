import { caseKey } from '../model/case-key.js'
import type { SectionAccess, SectionAccessRow } from '../model/section-access.js'
import { normalised, type Reduction, type SecurityPredicate } from './security-predicate.js'

/** Finds the element numbers of a field by the `caseKey` of their text; empty where the data has no such value. */
export type ElementLookup = (field: number, key: string) => readonly number[]

/**
 * What the rows about a principal allow. Cells of one row hold together, rows add up: a row for region 1 and product A
 * and a row for region 2 and product B do not allow region 1 with product B.
 *
 * - A value that the data does not hold allows nothing (strict exclusion).
 * - `*` stands for the values that the column lists, not for all values of the data.
 * - A blank cell leaves its field to the row's other cells. A USER row whose reduction cells are all blank allows
 *   nothing; an ADMIN row allows everything.
 * - Tables that are not associated with a reduction field are not reduced by it.
 */
export const reductionsOf = (
  sectionAccess: SectionAccess,
  rows: readonly SectionAccessRow[],
  lookup: ElementLookup,
): SecurityPredicate => normalised(rows.flatMap((row) => reductionOf(sectionAccess, row, lookup) ?? []))

const reductionOf = (
  sectionAccess: SectionAccess,
  row: SectionAccessRow,
  lookup: ElementLookup,
): Reduction | undefined => {
  if (row.access === 'NONE') return undefined
  const reduction = new Map<number, readonly number[]>()
  sectionAccess.reductionFields.forEach((field, column) => {
    const cell = row.reductions[column] ?? null
    if (cell === null) return
    const texts = cell === '*' ? listedTexts(sectionAccess, column) : [cell]
    const elements = texts.flatMap((text) => lookup(field, caseKey(text)))
    const before = reduction.get(field)
    reduction.set(field, before ? before.filter((element) => elements.includes(element)) : elements)
  })
  const unlimited = reduction.size === 0 && sectionAccess.reductionFields.length > 0
  return unlimited && row.access === 'USER' ? undefined : reduction
}

const listedTexts = (sectionAccess: SectionAccess, column: number): readonly string[] =>
  sectionAccess.rows.flatMap((row) => {
    const cell = row.reductions[column] ?? null
    return cell === null || cell === '*' ? [] : [cell]
  })
