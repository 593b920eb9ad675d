import type { Cell } from '../../evaluate/evaluation.js'
import type { JsonObject } from '../../json.js'
import { eachInTurns } from '../../turns.js'
import { areaLayout, clampedPage, type Page, refuseLargePages } from '../data-page.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { Scope } from '../scope.js'
import { dimensionText, measureText, nodeType, numberLayout } from './cell-layout.js'
import { cubeOfRows } from './cube-of-rows.js'
import { allRows, type CubeOutcome, type EvaluatedCube, evaluateCube } from './evaluated-cube.js'
import { headerCubes } from './header-cubes.js'

type Row = readonly Cell[]

/** A cube of mode K: its rows nested by dimension, the outer dimension in its own order. */
export interface StackedCube {
  readonly cube: EvaluatedCube
  /** The cube of the outer dimension alone: its rows are the outer values in their order. */
  readonly outer: EvaluatedCube
  readonly groups: readonly (readonly Row[])[]
  /** The cells of a value that has others within it, which its attributes are evaluated for; `undefined` where it has none. */
  readonly headerOf: (path: readonly Cell[]) => JsonObject | undefined
  readonly size: { readonly columns: number; readonly rows: number }
}

export type StackedOutcome = { readonly ok: true; readonly stacked: StackedCube } | Extract<CubeOutcome, { ok: false }>

/**
 * The cube of the first dimensions alone. Its values order by what the cube orders by, but for the inner dimensions, which
 * have no value of their own there. Which values are shown is decided by the rows within them: those of 5 and -5 are, though
 * their sum is zero.
 */
const outerDefinition = (definition: HypercubeDefinition, depth: number): HypercubeDefinition => {
  const inner = Math.max(definition.dimensions.length - depth, 0)
  const dimensions = definition.dimensions.slice(0, depth)
  const columns = dimensions.length + definition.measures.length
  return {
    ...definition,
    dimensions,
    omitted: definition.dimensions.slice(depth),
    suppressZero: false,
    suppressMissing: false,
    interColumnSortOrder: definition.interColumnSortOrder
      .filter((column) => column < depth || column >= depth + inner)
      .map((column) => (column < depth ? column : column - inner)),
    columnOrder: Array.from({ length: columns }, (_, index) => index),
  }
}

/** Groups come one after the other, so that each can be told by its outer element. */
const groupedDefinition = (definition: HypercubeDefinition): HypercubeDefinition => ({
  ...definition,
  interColumnSortOrder: [0, ...definition.interColumnSortOrder.filter((column) => column !== 0)],
})

const groupKey = (cell: Cell | undefined): string => `${cell?.elem}`

const grouped = (rows: readonly Row[], column: number): readonly (readonly Row[])[] => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = groupKey(row[column])
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

/** Evaluates a cube of mode K. A cube of no dimensions has one group without an outer value. */
export const evaluateStacked = async (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
): Promise<StackedOutcome> => {
  const [full, outer] = await Promise.all([
    evaluateCube(scope, groupedDefinition(definition), frozen),
    evaluateCube(scope, outerDefinition(definition, 1), frozen),
  ])
  if (!full.ok) return full
  if (!outer.ok) return outer
  const { cube } = full
  const headers = await headerCubes(cube, cube.definition.dimensions, async (depth) =>
    depth === 1 ? outer : evaluateCube(scope, outerDefinition(definition, depth), frozen),
  )
  if (!headers.ok) return headers
  const [rows, outerRows] = await Promise.all([allRows(full.cube.result), allRows(outer.cube.result)])
  const byOuter = new Map<string, Row[]>()
  await eachInTurns(rows, (row) => {
    const key = groupKey(row[0])
    const group = byOuter.get(key)
    if (group) group.push(row)
    else byOuter.set(key, [row])
  })
  const shown = outerRows.filter((row) => byOuter.has(groupKey(row[0])))
  const groups = shown.flatMap((row) => [byOuter.get(groupKey(row[0])) ?? []])
  const widest = groups.reduce((most, group) => Math.max(most, group.length), 0)
  return {
    ok: true,
    stacked: {
      cube: { ...cube, attributes: headers.attributes },
      outer: cubeOfRows(outer.cube, shown),
      groups,
      headerOf: headers.headerOf,
      size: { columns: widest, rows: groups.length },
    },
  }
}

interface Node extends JsonObject {
  readonly qMaxPos: number
  readonly qMinNeg: number
}

const spread = (nodes: readonly Node[]): { readonly qMaxPos: number; readonly qMinNeg: number } => ({
  qMaxPos: nodes.reduce((sum, node) => sum + node.qMaxPos, 0),
  qMinNeg: nodes.reduce((sum, node) => sum + node.qMinNeg, 0),
})

const valueNodes = ({ definition, formats }: EvaluatedCube, row: Row, rowNumber: number): readonly Node[] =>
  definition.measures.map((measure, index) => {
    const cell = row[definition.dimensions.length + index]
    const num = cell?.num ?? null
    return {
      qText: cell ? measureText(cell, formats[index] ?? measure.numberFormat) : '-',
      qElemNo: -1,
      qValue: numberLayout(num),
      qCanExpand: false,
      qCanCollapse: false,
      qType: 'V',
      qMaxPos: Math.max(num ?? 0, 0),
      qMinNeg: Math.min(num ?? 0, 0),
      qUp: 0,
      qDown: 0,
      qRow: rowNumber,
      qSubNodes: [],
    }
  })

const attributeMembers = (layout: JsonObject | undefined): JsonObject => ({
  ...(layout?.qAttrExps === undefined ? {} : { qAttrExps: layout.qAttrExps }),
  ...(layout?.qAttrDims === undefined ? {} : { qAttrDims: layout.qAttrDims }),
})

const nodesOf = (stacked: StackedCube, rows: readonly Row[], depth: number, firstRow: number): readonly Node[] => {
  const { cube, headerOf } = stacked
  const { dimensions } = cube.definition
  const dimension = dimensions[depth]
  if (!dimension) return rows[0] ? valueNodes(cube, rows[0], firstRow) : []
  return grouped(rows, depth).map((group, index) => {
    const first = group[0] ?? []
    const cell = first[depth]
    const children = nodesOf(stacked, group, depth + 1, depth === 0 ? 0 : index)
    const isInnermost = depth === dimensions.length - 1
    return {
      qText: cell ? dimensionText(cell, dimension.numberFormat) : '-',
      qElemNo: cell?.elem ?? -1,
      qValue: numberLayout(cell?.num ?? null),
      qCanExpand: false,
      qCanCollapse: false,
      qType: nodeType(cell ?? { elem: -2 }),
      ...spread(children),
      qUp: 0,
      qDown: 0,
      qRow: firstRow + index,
      qSubNodes: children,
      ...attributeMembers(isInnermost ? cube.rowLayout(first)[depth] : headerOf(first.slice(0, depth + 1))),
    }
  })
}

/**
 * `NxStackPage`s: pages are cut along the outer values, which come with all their inner ones.
 *
 * @param mostOuter outer values in all pages; the later ones are left out
 */
export const stackedPages = (
  stacked: StackedCube,
  pages: readonly Page[],
  mostOuter = Number.POSITIVE_INFINITY,
): readonly JsonObject[] => {
  const { groups, size } = stacked
  let left = Math.max(mostOuter, 0)
  const areas = pages.map((page) => {
    const area = clampedPage({ ...page, left: 0, width: size.columns }, size.columns, size.rows)
    const height = Math.min(area.height, left)
    left -= height
    return { ...area, height }
  })
  refuseLargePages(areas)
  return areas.map((area) => {
    const shown = groups.slice(area.top, area.top + area.height)
    const nodes = shown.flatMap((group, index) => nodesOf(stacked, group, 0, area.top + index))
    const root = {
      qElemNo: 0,
      qValue: 'NaN',
      qType: 'R',
      ...spread(nodes),
      qUp: 0,
      qDown: 0,
      qRow: 0,
      qSubNodes: nodes,
    }
    return { qData: [root], qArea: areaLayout(area) }
  })
}
