/** A cell of a sheet's layout, in units of the sheet's grid. */
export interface SheetCell {
  readonly name: string
  readonly type: string
  readonly col: number
  readonly row: number
  readonly colspan: number
  readonly rowspan: number
}

/** The parts of a sheet's layout that place its objects. */
export interface SheetLayout {
  readonly columns?: number
  readonly rows?: number
  readonly cells?: readonly SheetCell[]
}

/** The grid that sheets have unless they say otherwise. */
export const defaultColumns = 24
export const defaultRows = 12

/** Height of an object in one column, in pixels, by type. */
const stackedHeights: Readonly<Record<string, number>> = { kpi: 110, filterpane: 280, table: 380 }
const stackedHeight = 300

/** Style of sheets: a grid, and one column where the sheet is narrow, whatever the width of the page. */
export const sheetCss = `
.understudy-sheet-box { container-type: inline-size; width: 100%; height: 100%; overflow: auto; }
.understudy-sheet {
  display: grid; gap: 10px; min-height: 100%; box-sizing: border-box;
  grid-template-columns: repeat(var(--understudy-columns), minmax(0, 1fr));
  grid-template-rows: repeat(var(--understudy-rows), minmax(36px, 1fr));
}
.understudy-cell { min-width: 0; min-height: 0; }
@container (max-width: 640px) {
  .understudy-sheet { display: flex; flex-direction: column; min-height: 0; }
  .understudy-cell { flex: none; height: var(--understudy-stacked-height); }
}
`

/** Cells in reading order, which is the order of one column and of the keyboard. */
export const inReadingOrder = (cells: readonly SheetCell[]): readonly SheetCell[] =>
  [...cells].sort((a, b) => a.row - b.row || a.col - b.col)

/** Custom properties of the grid of a sheet. */
export const gridStyle = ({ columns = defaultColumns, rows = defaultRows }: SheetLayout): Record<string, string> => ({
  '--understudy-columns': String(columns),
  '--understudy-rows': String(rows),
})

/** Placement of a cell in the grid and its height in one column. */
export const cellStyle = ({ col, row, colspan, rowspan, type }: SheetCell): Record<string, string> => ({
  'grid-column': `${col + 1} / span ${colspan}`,
  'grid-row': `${row + 1} / span ${rowspan}`,
  '--understudy-stacked-height': `${stackedHeights[type] ?? stackedHeight}px`,
})
