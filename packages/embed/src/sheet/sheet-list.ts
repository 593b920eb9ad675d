import type { SheetCell } from './sheet-grid.js'

/** A sheet as lists of the published client describe it. */
export interface SheetItem {
  readonly qInfo: { readonly qId: string }
  readonly qMeta?: { readonly title?: string; readonly description?: string }
  readonly qData?: {
    readonly rank?: number | string
    /** What the sheet is called, where an expression says so. */
    readonly labelExpression?: unknown
    /** What the condition of the sheet evaluates to. */
    readonly showCondition?: unknown
    readonly cells?: readonly SheetCell[]
    readonly columns?: number
    readonly rows?: number
  }
}

/** What a sheet is called. */
export const sheetTitle = ({ qInfo, qMeta, qData }: SheetItem): string =>
  (typeof qData?.labelExpression === 'string' && qData.labelExpression) || qMeta?.title || qInfo.qId

/** Whether the condition of a sheet, where it has one, lets it be listed. */
const isListed = ({ qData }: SheetItem): boolean => {
  const condition = qData?.showCondition
  return condition === undefined || condition === null || condition === '' || Number(condition) !== 0
}

/** A sheet's place; one without comes last. */
const rankOf = ({ qData }: SheetItem): number => {
  const rank = qData?.rank === undefined || qData.rank === '' ? Number.NaN : Number(qData.rank)
  return Number.isNaN(rank) ? Number.POSITIVE_INFINITY : rank
}

/** The sheets that are to be listed, by rank, and by title where the rank is the same. */
export const inSheetOrder = (sheets: readonly SheetItem[]): readonly SheetItem[] =>
  sheets.filter(isListed).sort((a, b) => {
    const [one, other] = [rankOf(a), rankOf(b)]
    return one === other ? sheetTitle(a).localeCompare(sheetTitle(b)) : one < other ? -1 : 1
  })
