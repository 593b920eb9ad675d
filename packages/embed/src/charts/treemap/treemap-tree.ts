import type { CubeLayout } from '../cube.js'

/** A value of a dimension and what is within it. */
export interface TreemapNode {
  readonly text: string
  readonly element: number
  /** Sum of the positive values within. */
  readonly weight: number
  readonly valueText: string
  /** From large to small; empty for the innermost dimension. */
  readonly children: readonly TreemapNode[]
}

/** A node of a page in QIX's mode K. */
export interface StackNode {
  readonly qText?: string
  readonly qElemNo: number
  readonly qValue: number | 'NaN'
  readonly qType: string
  readonly qMaxPos: number
  readonly qSubNodes: readonly StackNode[]
}

/** A layout of a treemap, in mode K. */
export interface TreemapLayout extends CubeLayout {
  readonly qHyperCube?: CubeLayout['qHyperCube'] & {
    readonly qStackedDataPages?: readonly { readonly qData: readonly StackNode[] }[]
  }
}

const nodeOf = ({ qText = '–', qElemNo, qMaxPos, qSubNodes }: StackNode, numbers: Intl.NumberFormat): TreemapNode => {
  const value = qSubNodes.find(({ qType }) => qType === 'V')
  const children = nodesOf(
    qSubNodes.filter(({ qType }) => qType !== 'V'),
    numbers,
  )
  const weight = value === undefined ? qMaxPos : Number(value.qValue)
  return { text: qText, element: qElemNo, weight, valueText: value?.qText ?? numbers.format(weight), children }
}

const nodesOf = (nodes: readonly StackNode[], numbers: Intl.NumberFormat): readonly TreemapNode[] =>
  nodes
    .map((node) => nodeOf(node, numbers))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)

/** The values of the outermost dimension. What is not above zero has no area and is left out. */
export const treemapNodes = ({ qHyperCube }: TreemapLayout, language: string): readonly TreemapNode[] =>
  nodesOf(qHyperCube?.qStackedDataPages?.[0]?.qData[0]?.qSubNodes ?? [], new Intl.NumberFormat(language))
