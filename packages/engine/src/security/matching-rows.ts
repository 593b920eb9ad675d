import { caseKey } from '../model/case-key.js'
import type { SectionAccess, SectionAccessRow } from '../model/section-access.js'
import type { Principal } from '../principal.js'

/**
 * The rows of the SECTION_ACCESS table that are about the principal (contract section 6). Every identity cell that is
 * filled has to match, ignoring case; `*` matches everybody; a row without any is about nobody.
 */
export const rowsAbout = (sectionAccess: SectionAccess, principal: Principal): readonly SectionAccessRow[] => {
  const groups = new Set(principal.groups.map(caseKey))
  return sectionAccess.rows.filter((row) => {
    const checks = [
      matches(row.userId, (cell) => cell === caseKey(principal.subject)),
      matches(row.email, (cell) => principal.email !== undefined && cell === caseKey(principal.email)),
      matches(row.group, (cell) => groups.has(cell)),
    ]
    return checks.includes('yes') && !checks.includes('no')
  })
}

const matches = (cell: string | null, test: (key: string) => boolean): 'yes' | 'no' | 'blank' => {
  if (cell === null) return 'blank'
  return cell === '*' || test(caseKey(cell)) ? 'yes' : 'no'
}
