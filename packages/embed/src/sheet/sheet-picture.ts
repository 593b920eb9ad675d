import { defaultColumns, defaultRows, type SheetCell, type SheetLayout } from './sheet-grid.js'

const svg = (tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
  const created = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, String(value))
  return created
}

/** Draws a mark in the square from 0 to 1, as an SVG path. */
const marks: Readonly<Record<string, string>> = {
  barchart: 'M.15 .85V.45H.3V.85ZM.42 .85V.2H.57V.85ZM.7 .85V.6H.85V.85Z',
  combochart: 'M.15 .85V.55H.3V.85ZM.42 .85V.4H.57V.85ZM.7 .85V.6H.85V.85ZM.15 .3L.5 .12 .85 .28V.34L.5 .18 .15 .36Z',
  linechart: 'M.1 .75L.35 .4 .6 .55 .9 .15V.25L.6 .65 .35 .5 .1 .85Z',
  piechart: 'M.5 .12A.38 .38 0 1 1 .12 .5H.5Z',
  scatterplot:
    'M.2 .7a.06 .06 0 1 1 .12 0a.06 .06 0 1 1-.12 0ZM.45 .4a.06 .06 0 1 1 .12 0a.06 .06 0 1 1-.12 0ZM.7 .25a.06 .06 0 1 1 .12 0a.06 .06 0 1 1-.12 0Z',
  kpi: 'M.2 .35H.8V.65H.2Z',
}

/** For what is made of rows: tables, filters, and types that have no mark. */
const rows = 'M.1 .2H.9V.28H.1ZM.1 .45H.9V.53H.1ZM.1 .7H.9V.78H.1Z'

/** A unit of the sheet's grid, in units of the picture. */
const unit = 10
const gap = 1.5

/** A small picture of a sheet: where its objects are, and what they are. It says nothing of their data. */
export const sheetPicture = ({ cells = [], columns = defaultColumns, rows: height }: SheetLayout): SVGElement => {
  const picture = svg('svg', {
    viewBox: `0 0 ${columns * unit} ${(height ?? defaultRows) * unit}`,
    preserveAspectRatio: 'xMidYMid meet',
    'aria-hidden': 'true',
  })
  picture.append(...cells.flatMap(cellPicture))
  return picture
}

const cellPicture = ({ col, row, colspan, rowspan, type }: SheetCell): readonly SVGElement[] => {
  const box = {
    x: col * unit + gap,
    y: row * unit + gap,
    width: colspan * unit - 2 * gap,
    height: rowspan * unit - 2 * gap,
  }
  const size = Math.min(box.width, box.height, 5 * unit)
  const [left, top] = [box.x + (box.width - size) / 2, box.y + (box.height - size) / 2]
  return [
    svg('rect', { ...box, rx: 2, class: 'cell' }),
    svg('path', { d: marks[type] ?? rows, transform: `translate(${left} ${top}) scale(${size})`, class: 'mark' }),
  ]
}
