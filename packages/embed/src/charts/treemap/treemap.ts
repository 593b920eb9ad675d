import { dataTable, html, styled } from '../element.js'
import { type OwnChart, type Scene, supernova } from '../own-chart.js'
import { type Rectangle, squarify } from './squarify.js'
import { type TreemapLayout, type TreemapNode, treemapNodes } from './treemap-tree.js'

const style = `
.understudy-treemap { position: relative; width: 100%; height: 100%; overflow: hidden; }
.understudy-treemap > button { position: absolute; box-sizing: border-box; margin: 0; padding: 3px 6px; overflow: hidden; border: 1px solid var(--understudy-paper);
  border-radius: 2px; font: inherit; font-size: 12px; line-height: 1.25; text-align: left; display: flex; flex-direction: column; align-items: flex-start; cursor: pointer; }
.understudy-treemap > button:disabled { cursor: default; }
.understudy-treemap > button:focus-visible { outline: 3px solid var(--understudy-ink); outline-offset: -3px; z-index: 1; }
.understudy-treemap > button > span { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: none; }
.understudy-treemap > .head { position: absolute; padding: 0 6px; box-sizing: border-box; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; font-weight: 600; line-height: 20px; color: var(--understudy-ink); }
`

const headHeight = 20
/** Below this many pixels a text says nothing any more. */
const [leastWidth, leastHeight] = [30, 20]

const place = ({ x, y, width, height }: Rectangle) => ({
  left: `${x}px`,
  top: `${y}px`,
  width: `${width}px`,
  height: `${height}px`,
})

/** The innermost values with what they are in, outermost first. */
const leavesOf = (
  nodes: readonly TreemapNode[],
  above: readonly TreemapNode[] = [],
): readonly (readonly TreemapNode[])[] =>
  nodes.flatMap((node) => {
    const path = [...above, node]
    return node.children.length === 0 ? [path] : leavesOf(node.children, path)
  })

const select = ({ selections }: Scene<TreemapLayout>, dimension: number, element: number): void => {
  if (!selections.isActive()) selections.begin(['/qHyperCubeDef'])
  selections.select({ method: 'selectHyperCubeValues', params: ['/qHyperCubeDef', dimension, [element], true] })
}

const leaf = (
  scene: Scene<TreemapLayout>,
  path: readonly TreemapNode[],
  room: Rectangle,
  color: string,
): HTMLElement => {
  const node = path.at(-1) as TreemapNode
  const name = `${path.map(({ text }) => text).join(', ')}: ${node.valueText}`
  const texts = room.width < leastWidth || room.height < leastHeight ? [] : [node.text]
  if (texts.length > 0 && room.height > 2 * leastHeight) texts.push(node.valueText)
  const button = html(
    'button',
    { type: 'button', 'aria-label': name, title: name, ...(!scene.maySelect && { disabled: '' }) },
    ...texts.map((text) => html('span', {}, text)),
  )
  button.addEventListener('click', () => select(scene, path.length - 1, node.element))
  return styled(button, { ...place(room), 'background-color': color, color: scene.theme.getContrastingColorTo(color) })
}

/** Draws values side by side, and what is within them below their heads. */
const drawn = (
  scene: Scene<TreemapLayout>,
  nodes: readonly TreemapNode[],
  within: Rectangle,
  colorOf: (path: readonly TreemapNode[], index: number) => string,
  above: readonly TreemapNode[] = [],
): readonly HTMLElement[] => {
  const rooms = squarify(
    nodes.map(({ weight }) => weight),
    within,
  )
  return nodes.flatMap((node, index) => {
    const [path, room] = [[...above, node], rooms[index] as Rectangle]
    if (node.children.length === 0) return [leaf(scene, path, room, colorOf(path, index))]
    const head = room.height > 3 * headHeight ? headHeight : 0
    const inner = { ...room, y: room.y + head, height: room.height - head }
    const title = styled(html('div', { class: 'head', title: node.text }, node.text), place({ ...room, height: head }))
    const color = colorOf(path, index)
    return [...(head > 0 ? [title] : []), ...drawn(scene, node.children, inner, () => color, path)]
  })
}

const treemap: OwnChart<TreemapLayout> = {
  properties: {
    qHyperCubeDef: {
      qMode: 'K',
      qAlwaysFullyExpanded: true,
      qSuppressMissing: true,
      qMaxStackedCells: 3000,
      qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 30, qHeight: 3000 }],
    },
  },
  columns: { dimensions: [1, 10], measures: [1, 1] },
  style,
  mount: (element) => ({
    update: (scene) => {
      const { layout, size, theme, language } = scene
      const nodes = treemapNodes(layout, language)
      const colors = theme.getDataColorPalettes()[0]?.colors as readonly string[] | undefined
      const { primary } = theme.getDataColorSpecials()
      const outer = nodes.some(({ children }) => children.length > 0)
      const colorOf = (_: readonly TreemapNode[], index: number) =>
        (outer ? colors?.[index % colors.length] : undefined) ?? primary
      const { qDimensionInfo = [], qMeasureInfo = [] } = layout.qHyperCube ?? {}
      const heads = [...qDimensionInfo, ...qMeasureInfo].map(({ qFallbackTitle }) => qFallbackTitle)
      const name = layout.title || heads.join(', ')
      const rows = leavesOf(nodes).map((path) => [...path.map(({ text }) => text), path.at(-1)?.valueText ?? ''])
      const within = { x: 0, y: 0, width: size.width, height: size.height }
      const map = html('div', { class: 'understudy-treemap', role: 'group', 'aria-label': name })
      if (size.width > 0 && size.height > 0) map.append(...drawn(scene, nodes, within, colorOf))
      element.replaceChildren(map, dataTable(name, heads, rows))
    },
  }),
}

export default supernova(treemap)
