import type { Page } from 'playwright-core'

/** The rows that a page's tables show, each as the texts of its cells from left to right. */
export const tableRows = (page: Page): Promise<readonly (readonly string[])[]> =>
  page.locator('.sn-table-body').evaluateAll((bodies) =>
    bodies.flatMap((body) => {
      const rows: string[][] = []
      for (const cell of body.querySelectorAll('.sn-table-cell[rowindex]')) {
        const [row, column] = [Number(cell.getAttribute('rowindex')), Number(cell.getAttribute('columnindex'))]
        rows[row] ??= []
        ;(rows[row] as string[])[column] = cell.textContent?.trim() ?? ''
      }
      return rows
    }),
  )
