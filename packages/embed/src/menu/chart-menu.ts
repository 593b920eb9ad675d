import type { Doc, GenericObject } from '@qlik/api/qix'
import { tenantOf } from '../auth/tenant-of-doc.js'
import { html } from '../charts/element.js'
import { toFailure } from '../failure/to-failure.js'
import { filled, type Texts } from '../texts/texts.js'
import { type CubeHolder, cubePlace } from './cube-place.js'
import { showData, showDialog } from './data-view.js'
import { fillScreen } from './full-screen.js'
import { type MenuItem, type MenuPoint, openMenu } from './menu-popup.js'
import { pictureOf } from './picture.js'
import { onMenuWish } from './press.js'
import { fetchFile, fileName, saveFile } from './save-file.js'
import { straightRows } from './straight-rows.js'

/** The chart that a menu is of. */
interface MenuChart {
  readonly doc: Doc
  readonly object: GenericObject
  /** What it is drawn in. */
  readonly content: HTMLElement
  readonly texts: Texts
}

/** Where the menu of a chart and what it opens are. */
interface MenuPlace {
  readonly box: HTMLElement
  readonly layer: HTMLElement
  /** Aborted when the chart is taken away: what is still under way then is shown no more. */
  readonly ended: AbortSignal
}

/** The value that somebody points at: of a cell, a button or a text of its own. */
const pointedValue = (target: Element | undefined): string => {
  const text = target?.closest(
    'td, th, button, text, p, li, span, b, strong, [role="gridcell"], [role="cell"]',
  )?.textContent
  return text !== null && text !== undefined && text.length <= 200 ? text.trim() : ''
}

const exportData = async ({ doc, object }: MenuChart, path: string, title: string, type: string): Promise<void> => {
  const name = fileName(title)
  const { qUrl } = (await object.exportData(type as never, path, name, 'P')) as unknown as { qUrl: string }
  const { href } = new URL(qUrl, tenantOf(doc))
  saveFile(await fetchFile(href), `${name}.${href.split('.').at(-1)}`)
}

const saveImage = async ({ content }: MenuChart, { box }: MenuPlace, title: string): Promise<void> => {
  const paper = getComputedStyle(box).getPropertyValue('--understudy-paper').trim()
  saveFile(await pictureOf(content, paper), `${fileName(title)}.png`)
}

const screenItem = ({ box }: MenuPlace, texts: Texts): readonly MenuItem[] => {
  if (!document.fullscreenEnabled) return []
  if (document.fullscreenElement !== null)
    return [{ label: texts.leaveFullScreen, act: () => void document.exitFullscreen() }]
  return [{ label: texts.fullScreen, act: () => void fillScreen(box).catch(() => undefined) }]
}

/** Whether a chart is a picture: a table is more than what is seen of it, and has rows beneath its head. */
const isPicture = (content: HTMLElement, { visualization = '' }: CubeHolder): boolean =>
  content.querySelector('.njs-viz') !== null && !visualization.endsWith('table')

/** What the menu offers at the moment. */
const itemsOf = (
  chart: MenuChart,
  place: MenuPlace,
  layout: CubeHolder,
  path: string,
  target: Element | undefined,
): readonly MenuItem[] => {
  const { doc, object, content, texts } = chart
  const { layer, ended } = place
  const title = layout.title || texts.chart
  const attempt = (work: () => Promise<void>) => (): void => {
    work().catch((error) => {
      if (ended.aborted) return
      const { reason } = toFailure(error)
      showDialog(layer, title, texts, html('p', { role: 'alert' }, filled(texts.failed, { reason })))
    })
  }
  const value = pointedValue(target)
  const copy: MenuItem = { label: texts.copyValue, act: attempt(() => navigator.clipboard.writeText(value)) }
  const image: MenuItem = { label: texts.exportImage, act: attempt(() => saveImage(chart, place, title)) }
  return [
    ...screenItem(place, texts),
    {
      label: texts.viewData,
      act: attempt(async () => {
        const rows = await straightRows(doc, object, path)
        if (!ended.aborted) showData(layer, title, rows, texts)
      }),
    },
    { label: texts.exportExcel, act: attempt(() => exportData(chart, path, title, 'OOXML')) },
    { label: texts.exportCsv, act: attempt(() => exportData(chart, path, title, 'CSV_C')) },
    ...(isPicture(content, layout) ? [image] : []),
    ...(value !== '' && navigator.clipboard !== undefined ? [copy] : []),
  ]
}

/**
 * Gives a chart its menu: by a button that is seen when somebody points at the chart or moves the focus into it, by the right
 * button, the menu key and a long press. A chart without data has none.
 *
 * @returns what takes it away
 */
export const attachMenu = async (chart: MenuChart): Promise<() => void> => {
  const { object, content, texts } = chart
  const [layer, box] = [
    content.closest<HTMLElement>('.understudy-layer'),
    content.closest<HTMLElement>('.understudy-embed'),
  ]
  const first = (await object.getLayout()) as CubeHolder
  if (layer === null || box === null || cubePlace(first) === undefined) return () => undefined
  const end = new AbortController()
  const { signal: ended } = end
  const open = async (point: MenuPoint, target?: Element): Promise<void> => {
    const layout = (await object.getLayout()) as CubeHolder
    const [path, title] = [cubePlace(layout), layout.title || texts.chart]
    if (ended.aborted || path === undefined || layer.querySelector(':scope > .understudy-popup') !== null) return
    button.setAttribute('aria-expanded', 'true')
    const items = itemsOf(chart, { box, layer, ended }, layout, path, target)
    openMenu(layer, filled(texts.menu, { chart: title }), items, point, () =>
      button.setAttribute('aria-expanded', 'false'),
    )
  }
  const label = filled(texts.menu, { chart: first.title || texts.chart })
  const button = html(
    'button',
    {
      class: 'understudy-menu',
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
    },
    '⋯',
  )
  button.addEventListener('click', (event) => {
    event.stopPropagation()
    const { right, bottom } = button.getBoundingClientRect()
    void open({ x: right - 180, y: bottom + 2 })
  })
  layer.append(button)
  const stop = onMenuWish(content, (target, point) => void open(point, target))
  return () => {
    end.abort()
    stop()
    button.remove()
    for (const opened of layer.querySelectorAll(':scope > :is(.understudy-popup, .understudy-dialog)')) opened.remove()
  }
}
