import type { GeoProjection } from 'd3-geo'
import { select } from 'd3-selection'
import { type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom'
import { filled } from '../../texts/texts.js'
import { dataTable } from '../element.js'
import { type OwnChart, type Scene, supernova } from '../own-chart.js'
import { type DrawnItem, drawMap, itemAt, itemsWithin } from './draw-map.js'
import { mapBox, mapStyle } from './map-box.js'
import { followsGesture, zoomOfWheel } from './map-gestures.js'
import type { MapItem } from './map-items.js'
import { expressionsOf, lacksExpressions, layersOf, type MapLayout } from './map-layers.js'
import { groundOf, joined, projectionOf } from './map-view.js'
import { type FoundItems, readItems } from './read-items.js'
import { loadShapes, type Shape } from './shapes.js'

const [farthest, nearest] = [0.5, 64]

const describe = ({ name, measure }: MapItem): string => (measure === undefined ? name : `${name}: ${measure.text}`)

const selectItems = ({ selections, maySelect }: Scene<MapLayout>, items: readonly MapItem[], toggle: boolean): void => {
  const [first] = items
  if (!maySelect || first === undefined) return
  const { path } = first.layer
  if (!selections.isActive()) selections.begin([path])
  const elements = [...new Set(items.filter(({ layer }) => layer.path === path).map(({ element }) => element))]
  selections.select({ method: 'selectHyperCubeValues', params: [path, 0, elements, toggle] })
}

/** What there is to say of values that are not on the map. */
const notesOn = ({ items, values, rows }: FoundItems, { texts, language }: Scene<MapLayout>): string => {
  const written = (number: number): string => number.toLocaleString(language)
  const lost = values - items.length
  return [
    lost > 0 ? filled(texts.withoutPlace, { lost: written(lost), all: written(values) }) : '',
    rows.shown < rows.all ? filled(texts.rowsShown, { shown: written(rows.shown), all: written(rows.all) }) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

const mount = (element: HTMLElement) => {
  const { label, box, canvas, note, status, closer, farther, all, lasso, table } = mapBox()
  element.replaceChildren(box, table)
  const context = canvas.getContext('2d') as CanvasRenderingContext2D

  let scene: Scene<MapLayout> | undefined
  let items: readonly MapItem[] = []
  let ground: readonly Shape[] = []
  let projection: GeoProjection | undefined
  let transform: ZoomTransform = zoomIdentity
  let drawn: readonly DrawnItem[] = []
  let focused: MapItem | undefined
  let line: [number, number][] | undefined
  let turn = 0

  const draw = (): void => {
    if (scene === undefined || projection === undefined) return
    const { width, height } = scene.size
    const ratio = window.devicePixelRatio || 1
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const looks = getComputedStyle(element)
    const color = (name: string): string => looks.getPropertyValue(`--understudy-${name}`).trim()
    const [scale, [x, y]] = [projection.scale(), projection.translate()]
    const moved = projection
    moved.scale(scale * transform.k).translate([x * transform.k + transform.x, y * transform.k + transform.y])
    moved.clipExtent([
      [-50, -50],
      [width + 50, height + 50],
    ])
    const colors = { land: color('soft'), border: color('muted'), ink: color('ink') }
    drawn = drawMap(context, moved, { items, ground, theme: scene.theme, colors, focused })
    moved.scale(scale).translate([x, y])
    if (line === undefined) return
    context.strokeStyle = colors.ink
    context.lineWidth = 2
    context.beginPath()
    for (const [left, top] of line) context.lineTo(left, top)
    context.stroke()
  }
  let frame = 0
  const drawSoon = (): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(draw)
  }
  const focusOn = (item: MapItem | undefined): void => {
    if (item === focused) return
    focused = item
    status.textContent = item === undefined ? '' : describe(item)
    drawSoon()
  }

  const follows = followsGesture(box)
  const zooming = zoom<HTMLCanvasElement, unknown>()
    .scaleExtent([farthest, nearest])
    .filter((event: Event) => line === undefined && !box.hasAttribute('data-lasso') && follows(event))
    .wheelDelta(zoomOfWheel)
    .on('zoom', ({ transform: next }: { transform: ZoomTransform }) => {
      transform = next
      drawSoon()
    })
  const surface = select(canvas).call(zooming)
  const zoomBy = (factor: number): void => void zooming.scaleBy(surface, factor)
  closer.addEventListener('click', () => zoomBy(1.6))
  farther.addEventListener('click', () => zoomBy(1 / 1.6))
  all.addEventListener('click', () => void zooming.transform(surface, zoomIdentity))
  lasso.addEventListener('click', () => {
    const on = box.toggleAttribute('data-lasso')
    lasso.setAttribute('aria-pressed', String(on))
  })

  const at = ({ offsetX, offsetY }: MouseEvent): [number, number] => [offsetX, offsetY]
  canvas.addEventListener('pointerdown', (event) => {
    if (!box.hasAttribute('data-lasso')) return
    line = [at(event)]
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener('pointermove', (event) => {
    if (line === undefined) return focusOn(itemAt(context, drawn, ...at(event)))
    line.push(at(event))
    drawSoon()
  })
  canvas.addEventListener('pointerup', () => {
    if (line === undefined || scene === undefined) return
    const within = itemsWithin(context, drawn, line)
    line = undefined
    drawSoon()
    selectItems(scene, within, false)
  })
  canvas.addEventListener('pointerleave', () => line === undefined && focusOn(undefined))
  canvas.addEventListener('click', (event) => {
    const item = itemAt(context, drawn, ...at(event))
    if (scene !== undefined && item !== undefined && !box.hasAttribute('data-lasso')) selectItems(scene, [item], true)
  })

  const step = (by: number): void => {
    const next = ((focused === undefined ? -1 : items.indexOf(focused)) + by + items.length) % items.length
    focusOn(items[focused === undefined && by < 0 ? items.length - 1 : next])
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1),
    '+': () => zoomBy(1.6),
    '-': () => zoomBy(1 / 1.6),
    Enter: () => scene !== undefined && focused !== undefined && selectItems(scene, [focused], true),
    ' ': () => scene !== undefined && focused !== undefined && selectItems(scene, [focused], true),
  }
  canvas.addEventListener('keydown', (event) => {
    const act = keys[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    act()
  })

  const show = async (next: Scene<MapLayout>, current: number): Promise<void> => {
    const layers = layersOf(next.layout)
    const lacking = layers.filter(lacksExpressions)
    if (lacking.length > 0) {
      // The layout that follows has them; those of the object's own dimension are replaced.
      const patches = lacking.map(({ path, layout }) => ({
        qOp: 'Add' as const,
        qPath: `${path}/qDimensions/0/qAttributeExpressions`,
        qValue: JSON.stringify(expressionsOf(layout)),
      }))
      await next.object.applyPatches(patches, true)
      return
    }
    const read = await readItems(layers, next.object, next.language)
    const found = read.items
    const { width, height } = next.size
    const fitted = projectionOf(found, width, height)
    const shapes = await Promise.all(groundOf(found, fitted.scale()).map(loadShapes))
    if (current !== turn) return
    const hadItems = items.length > 0
    const sameRoom = scene?.size.width === width && scene.size.height === height
    scene = next
    label(next.texts)
    items = found
    ground = joined(shapes)
    focused = undefined
    status.textContent = ''
    note.textContent = notesOn(read, next)
    // While somebody selects, the map stays where it is.
    if (projection === undefined || !sameRoom || !hadItems || !next.selections.isModal()) projection = fitted
    const heads = layers.flatMap(({ layout: { qHyperCube } }) =>
      [...(qHyperCube?.qDimensionInfo ?? []), ...(qHyperCube?.qMeasureInfo ?? [])].map(
        ({ qFallbackTitle }) => qFallbackTitle,
      ),
    )
    const name = next.layout.title || heads.join(', ')
    canvas.setAttribute('aria-label', name)
    table.replaceChildren(
      dataTable(
        name,
        heads.slice(0, 2),
        items.slice(0, tableRows).map((item) => [item.name, item.measure?.text ?? '']),
      ),
    )
    draw()
  }
  return {
    update: (next: Scene<MapLayout>) => {
      if (next.size.width <= 0 || next.size.height <= 0) return
      turn += 1
      const current = turn
      show(next, current).catch((error) => current === turn && next.fail(error))
    },
    destroy: () => {
      turn += 1
      cancelAnimationFrame(frame)
    },
  }
}

/** Rows of the table for screen readers. */
const tableRows = 500

const map: OwnChart<MapLayout> = {
  properties: { qHyperCubeDef: { qSuppressMissing: true, qInitialDataFetch: [{ qWidth: 2, qHeight: 2000 }] } },
  columns: { dimensions: [0, 1], measures: [0, 1] },
  style: mapStyle,
  mount,
}

export default supernova(map)
