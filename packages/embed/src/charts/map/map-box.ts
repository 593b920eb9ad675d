import type { Texts } from '../../texts/texts.js'
import { html } from '../element.js'

/** Style of a map. */
export const mapStyle = `
.understudy-map { position: relative; width: 100%; height: 100%; overflow: hidden; border-radius: var(--understudy-radius, 4px); }
.understudy-map canvas { display: block; width: 100%; height: 100%; touch-action: none; outline-offset: -2px; }
.understudy-map canvas:focus-visible { outline: 2px solid var(--understudy-accent); }
.understudy-map[data-lasso] canvas { cursor: crosshair; }
.understudy-map > .tools { position: absolute; bottom: 8px; right: 8px; display: flex; flex-direction: column; gap: 4px; }
.understudy-map > .tools > button { width: 32px; height: 32px; padding: 0; font: 16px/1 system-ui, sans-serif; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-muted); border-radius: 6px; cursor: pointer; }
.understudy-map > .tools > button[aria-pressed="true"] { color: var(--understudy-on-accent); background: var(--understudy-accent); }
.understudy-map > .tools > button:focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: 2px; }
.understudy-map > [role="status"] { position: absolute; left: 8px; bottom: 8px; max-width: calc(100% - 60px); box-sizing: border-box; padding: 4px 8px; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-line); border-radius: 6px; pointer-events: none; }
.understudy-map > [role="status"]:empty { display: none; }
`

const button = (text: string): HTMLButtonElement => html('button', { type: 'button' }, text)

/** The elements of a map: a canvas, its buttons, what is said of the value that somebody looks at, and a place for a table. */
export const mapBox = () => {
  const canvas = html('canvas', { tabindex: 0, role: 'img' })
  const status = html('div', { role: 'status' })
  const closer = button('+')
  const farther = button('−')
  const all = button('⌂')
  const lasso = button('◌')
  lasso.setAttribute('aria-pressed', 'false')
  const tools = html('div', { class: 'tools' }, closer, farther, all, lasso)
  const box = html('div', { class: 'understudy-map' }, canvas, tools, status)
  const label = (texts: Texts): void => {
    const labels = [texts.zoomIn, texts.zoomOut, texts.showAll, texts.lasso]
    for (const [index, each] of [closer, farther, all, lasso].entries()) {
      each.title = labels[index] ?? ''
      each.setAttribute('aria-label', each.title)
    }
  }
  return { label, box, canvas, status, closer, farther, all, lasso, table: html('div') }
}
