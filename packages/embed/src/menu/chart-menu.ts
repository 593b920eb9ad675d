import type { Doc, GenericObject } from '@qlik/api/qix'
import { tenantOf } from '../auth/tenant-of-doc.js'
import { html } from '../charts/element.js'
import { toFailure } from '../failure/to-failure.js'
import { filled, type Texts } from '../texts/texts.js'
import { type CubeHolder, cubePlace } from './cube-place.js'
import { showData, showDialog } from './data-view.js'
import { type MenuItem, type MenuPoint, openMenu } from './menu-popup.js'
import { pictureOf } from './picture.js'
import { onMenuWish } from './press.js'
import { straightRows } from './straight-rows.js'

/** The chart that a menu is of. */
interface MenuChart {
  readonly doc: Doc
  readonly object: GenericObject
  /** What it is drawn in. */
  readonly content: HTMLElement
  readonly texts: Texts
}

const save = (address: string, name: string): void => {
  const link = html('a', { href: address, download: name, rel: 'noreferrer' })
  document.body.append(link)
  link.click()
  link.remove()
}

/** Characters that names of files may not have everywhere. */
const fileName = (title: string): string =>
  title
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, '')
    .trim()
    .slice(0, 100) || 'chart'

/** The value that somebody points at: of a cell, a button or a text of its own. */
const pointedValue = (target: Element | undefined): string => {
  const text = target?.closest(
    'td, th, button, text, p, li, span, b, strong, [role="gridcell"], [role="cell"]',
  )?.textContent
  return text !== null && text !== undefined && text.length <= 200 ? text.trim() : ''
}

const exportData = async ({ doc, object }: MenuChart, path: string, title: string, type: string): Promise<void> => {
  const { qUrl } = (await object.exportData(type as never, path, fileName(title), 'P')) as unknown as { qUrl: string }
  save(new URL(qUrl, tenantOf(doc)).href, '')
}

const saveImage = async ({ content }: MenuChart, box: HTMLElement, title: string): Promise<void> => {
  const paper = getComputedStyle(box).getPropertyValue('--understudy-paper').trim()
  const address = URL.createObjectURL(await pictureOf(content, paper))
  save(address, `${fileName(title)}.png`)
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const screenItem = (box: HTMLElement, texts: Texts): readonly MenuItem[] => {
  if (!document.fullscreenEnabled) return []
  if (document.fullscreenElement !== null)
    return [{ label: texts.leaveFullScreen, act: () => void document.exitFullscreen() }]
  return [{ label: texts.fullScreen, act: () => void box.requestFullscreen().catch(() => undefined) }]
}

/** What the menu offers at the moment. */
const itemsOf = (
  chart: MenuChart,
  box: HTMLElement,
  path: string,
  title: string,
  target: Element | undefined,
): readonly MenuItem[] => {
  const { doc, object, content, texts } = chart
  const attempt = (work: () => Promise<void>) => (): void => {
    work().catch((error) => {
      const { reason } = toFailure(error)
      showDialog(box, title, texts, html('p', { role: 'alert' }, filled(texts.failed, { reason })))
    })
  }
  const value = pointedValue(target)
  const copy: MenuItem = { label: texts.copyValue, act: attempt(() => navigator.clipboard.writeText(value)) }
  const image: MenuItem = { label: texts.exportImage, act: attempt(() => saveImage(chart, box, title)) }
  return [
    ...screenItem(box, texts),
    {
      label: texts.viewData,
      act: attempt(async () => showData(box, title, await straightRows(doc, object, path), texts)),
    },
    { label: texts.exportExcel, act: attempt(() => exportData(chart, path, title, 'OOXML')) },
    { label: texts.exportCsv, act: attempt(() => exportData(chart, path, title, 'CSV_C')) },
    ...(content.querySelector('.njs-viz') === null ? [] : [image]),
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
  const open = async (point: MenuPoint, target?: Element): Promise<void> => {
    const layout = (await object.getLayout()) as CubeHolder
    const [path, title] = [cubePlace(layout), layout.title || texts.chart]
    if (path === undefined || layer.querySelector(':scope > .understudy-popup') !== null) return
    openMenu(layer, filled(texts.menu, { chart: title }), itemsOf(chart, box, path, title, target), point)
  }
  const label = filled(texts.menu, { chart: first.title || texts.chart })
  const button = html(
    'button',
    { class: 'understudy-menu', type: 'button', 'aria-haspopup': 'menu', 'aria-label': label, title: label },
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
    stop()
    button.remove()
    layer.querySelector(':scope > .understudy-popup')?.remove()
  }
}
