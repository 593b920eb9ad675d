import type { SheetCell } from './sheet-grid.js'

/** A sheet as lists of the published client describe it. */
export interface SheetItem {
  readonly qInfo: { readonly qId: string }
  readonly qMeta?: { readonly title?: string; readonly description?: string }
  readonly qData?: {
    readonly rank?: number | string
    readonly cells?: readonly SheetCell[]
    readonly columns?: number
    readonly rows?: number
  }
}

/** What a sheet is called. */
export const sheetTitle = ({ qInfo, qMeta }: SheetItem): string => qMeta?.title || qInfo.qId

/** A sheet's place; one without comes last. */
const rankOf = ({ qData }: SheetItem): number => {
  const rank = qData?.rank === undefined || qData.rank === '' ? Number.NaN : Number(qData.rank)
  return Number.isNaN(rank) ? Number.POSITIVE_INFINITY : rank
}

/** Sheets by rank, and by title where the rank is the same. */
export const inSheetOrder = (sheets: readonly SheetItem[]): readonly SheetItem[] =>
  [...sheets].sort((a, b) => {
    const [one, other] = [rankOf(a), rankOf(b)]
    return one === other ? sheetTitle(a).localeCompare(sheetTitle(b)) : one < other ? -1 : 1
  })
