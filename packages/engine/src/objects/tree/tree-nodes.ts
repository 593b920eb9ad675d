import { UnderstudyError } from '@understudy/contract'
import type { Cell } from '../../evaluate/evaluation.js'
import { arrayOf, booleanOf, type JsonObject, numberOf, objectOf } from '../../json.js'
import { limits } from '../../limits.js'
import { dimensionText, measureText, nodeType, numberLayout } from '../layout/cell-layout.js'
import type { TreeCube, TreeValue } from './tree-cube.js'

const maxNodes = limits.treeNodes.most

/** Which part of a tree is asked for: `NxTreeDataOption`. */
export interface TreeOptions {
  /** Above so many nodes none is answered; 0 for no bound of the client's own. */
  readonly mostNodes: number
  /** By level, which of the values within each value above are wanted. */
  readonly areas: ReadonlyMap<number, { readonly top: number; readonly height: number; readonly all: boolean }>
  /** The first level of the answer, and how many. */
  readonly from: number
  readonly depth: number
}

const natural = (value: unknown): number => Math.max(Math.trunc(Number(value ?? 0)) || 0, 0)

/** Reads an `NxTreeDataOption`; levels without an area have all their nodes. */
export const parseTreeOptions = (options: JsonObject): TreeOptions => {
  const levels = objectOf(options.qTreeLevels)
  const depth = natural(numberOf(levels.qDepth))
  return {
    mostNodes: natural(numberOf(options.qMaxNbrOfNodes)),
    areas: new Map(
      arrayOf(options.qTreeNodes)
        .map(objectOf)
        .flatMap((node) => {
          if (node.qArea === undefined) return []
          const area = objectOf(node.qArea)
          const own = { top: natural(area.qTop), height: natural(area.qHeight), all: booleanOf(node.qAllValues) }
          return [[natural(area.qLeft), own] as const]
        }),
    ),
    from: natural(numberOf(levels.qLeft)),
    depth: depth === 0 ? Number.POSITIVE_INFINITY : depth,
  }
}

/** A node: a value of the tree or, where all values are asked for, one without rows. */
type Node =
  | { readonly kind: 'value'; readonly value: TreeValue; readonly place: number }
  | { readonly kind: 'generated'; readonly cell: Cell; readonly place: number }

/**
 * The root of a tree with the nodes that are asked for.
 *
 * @throws UnderstudyError `QIX-PAGES-TOO-LARGE`
 */
export const treeNodes = async (tree: TreeCube, options: TreeOptions): Promise<readonly JsonObject[]> => {
  const { levels, values, cube } = tree
  const { areas, from, mostNodes } = options
  const generated = new Map<number, readonly Cell[]>()
  for (const [level, { all }] of areas)
    if (all && level < levels.length) generated.set(level, await tree.valuesOfLevel(level))
  const last = Math.min(from + options.depth, levels.length)
  let count = 0

  const within = (level: number, found: readonly TreeValue[]): readonly Node[] => {
    const all = generated.get(level)
    const known = new Map(found.map((value) => [value.cell.elem, value]))
    const nodes = all
      ? all.map((cell, place): Node => {
          const value = known.get(cell.elem)
          return value ? { kind: 'value', value, place } : { kind: 'generated', cell, place }
        })
      : found.map((value, place): Node => ({ kind: 'value', value, place }))
    const area = areas.get(level)
    return area ? nodes.slice(area.top, area.top + area.height) : nodes
  }

  const layouts = (level: number, found: readonly TreeValue[], treePath: readonly number[]): readonly JsonObject[] => {
    if (level >= last) return []
    return within(level, found).flatMap((node): readonly JsonObject[] => {
      const own = [...treePath, node.place]
      const inner = node.kind === 'value' ? layouts(level + 1, node.value.within, own) : []
      // Levels before the first are left out, and what is within them comes in their place.
      if (level < from) return inner
      count += 1
      if (count > maxNodes)
        throw new UnderstudyError('QIX-PAGES-TOO-LARGE', `more than ${maxNodes} nodes of a tree were asked for`)
      return [nodeLayout(tree, level, node, inner, treePath)]
    })
  }

  const nodes = layouts(0, values, [])
  if (mostNodes > 0 && count > mostNodes) return []
  const root = {
    qElemNo: -1,
    qValue: 0,
    qType: 'R',
    qRow: 0,
    qGroupPos: 0,
    qGroupSize: values.length,
    qValues: levels.length > 0 ? [] : totalsOf(tree),
    qNodes: nodes,
    qMaxPos: cube.definition.measures.map((_, index) => summed(values, (value) => value.spread[index]?.positive)),
    qMinNeg: cube.definition.measures.map((_, index) => summed(values, (value) => value.spread[index]?.negative)),
  }
  return [root]
}

const summed = (values: readonly TreeValue[], of: (value: TreeValue) => number | undefined): number =>
  values.reduce((sum, value) => sum + (of(value) ?? 0), 0)

const totalsOf = ({ cube }: TreeCube): readonly JsonObject[] =>
  cube.result.grandTotal.map((cell, index) => valueLayout(cube, cell, index))

const valueLayout = ({ definition, formats }: TreeCube['cube'], cell: Cell, index: number): JsonObject => {
  const format = formats[index] ?? definition.measures[index]?.numberFormat
  return { qText: format ? measureText(cell, format) : '-', qValue: numberLayout(cell.num) }
}

const nodeLayout = (
  tree: TreeCube,
  level: number,
  node: Node,
  inner: readonly JsonObject[],
  treePath: readonly number[],
): JsonObject => {
  const { cube, levels } = tree
  const position = levels[level] ?? 0
  const dimension = cube.definition.dimensions[position]
  const cell = node.kind === 'value' ? node.value.cell : node.cell
  const common = {
    qText: dimension ? dimensionText(cell, dimension.numberFormat) : '-',
    qValue: numberLayout(cell.num),
    qElemNo: cell.elem,
    qGroupPos: node.place,
    qState: cube.cellStates[position]?.(cell) ?? 'O',
    qTreePath: treePath,
    qNodes: inner,
  }
  if (node.kind === 'generated')
    return { ...common, qGroupSize: 0, qRow: -1, qType: 'G', qValues: [], qMaxPos: [], qMinNeg: [] }
  const { value } = node
  const attributes = value.row ? cube.rowLayout(value.row)[position] : tree.headerOf(value.path)
  return {
    ...common,
    qGroupSize: value.within.length,
    qRow: value.firstRow,
    qType: nodeType(cell),
    qValues: value.row ? measuresOf(cube, value.row) : [],
    qMaxPos: value.spread.map(({ positive }) => positive),
    qMinNeg: value.spread.map(({ negative }) => negative),
    ...(attributes?.qAttrExps === undefined ? {} : { qAttrExps: attributes.qAttrExps }),
    ...(attributes?.qAttrDims === undefined ? {} : { qAttrDims: attributes.qAttrDims }),
  }
}

const measuresOf = (cube: TreeCube['cube'], row: readonly Cell[]): readonly JsonObject[] => {
  const { dimensions, measures } = cube.definition
  const layouts = cube.rowLayout(row)
  return measures.flatMap((_, index) => {
    const cell = row[dimensions.length + index]
    if (!cell) return []
    const attributes = layouts[dimensions.length + index]?.qAttrExps
    return [{ ...valueLayout(cube, cell, index), ...(attributes === undefined ? {} : { qAttrExps: attributes }) }]
  })
}
