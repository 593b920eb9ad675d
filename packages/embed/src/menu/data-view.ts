import { html } from '../charts/element.js'
import { filled, type Texts } from '../texts/texts.js'
import type { StraightRows } from './straight-rows.js'

/**
 * Shows something in a dialog until it is closed; the focus is where it was, then.
 *
 * @param layer of what the dialog is about, with which it goes
 */
export const showDialog = (
  layer: HTMLElement,
  title: string,
  texts: Texts,
  ...content: readonly (Node | string)[]
): void => {
  const close = html('button', { type: 'button', 'aria-label': texts.close, title: texts.close }, '×')
  const head = html('header', {}, html('h2', {}, title), close)
  const dialog = html('dialog', { class: 'understudy-dialog', 'aria-label': title }, head, ...content)
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => dialog.remove())
  // What is done in a dialog is no matter of the chart below it.
  for (const event of ['keydown', 'click', 'contextmenu'])
    dialog.addEventListener(event, (happened) => happened.stopPropagation())
  layer.append(dialog)
  dialog.showModal()
}

/** Shows the data of a chart as a table. */
export const showData = (layer: HTMLElement, title: string, { heads, rows, all }: StraightRows, texts: Texts): void => {
  const table = html(
    'table',
    {},
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...rows.map((row) => html('tr', {}, ...row.map((cell) => html('td', {}, cell))))),
  )
  const cut = rows.length < all ? [html('p', {}, filled(texts.rowsShown, { shown: rows.length, all }))] : []
  showDialog(layer, title, texts, html('div', { class: 'table', tabindex: 0 }, table), ...cut)
}
