import type { Texts } from '../../texts/texts.js'
import { html } from '../element.js'

/** Style of a map. */
export const mapStyle = `
.understudy-map { position: relative; width: 100%; height: 100%; overflow: hidden; border-radius: var(--understudy-radius, 4px); }
.understudy-map canvas { display: block; width: 100%; height: 100%; touch-action: pan-y; outline-offset: -2px; }
.understudy-map canvas:focus-visible { outline: 2px solid var(--understudy-accent); }
.understudy-map[data-lasso] canvas { cursor: crosshair; touch-action: none; }
.understudy-map > .tools { position: absolute; bottom: 8px; right: 8px; display: flex; flex-direction: column; gap: 4px; }
.understudy-map > .tools > button { width: 32px; height: 32px; padding: 0; font: 16px/1 system-ui, sans-serif; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-muted); border-radius: 6px; cursor: pointer; }
.understudy-map > .tools > button[aria-pressed="true"] { color: var(--understudy-on-accent); background: var(--understudy-accent); }
.understudy-map > .tools > button:focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: 2px; }
.understudy-map > [role="status"] { position: absolute; left: 8px; bottom: 8px; max-width: calc(100% - 60px); box-sizing: border-box; padding: 4px 8px; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-line); border-radius: 6px; pointer-events: none; }
.understudy-map > .note { position: absolute; left: 8px; top: 8px; max-width: calc(100% - 60px); box-sizing: border-box; margin: 0; padding: 2px 8px; font-size: .9em; color: var(--understudy-muted); background: var(--understudy-paper); border: 1px solid var(--understudy-line); border-radius: 6px; pointer-events: none; }
.understudy-map > :is([role="status"], .note):empty { display: none; }
`

const button = (text: string): HTMLButtonElement => html('button', { type: 'button' }, text)

/**
 * The elements of a map: a canvas, its buttons, what is said of values that are not on it and of the one that somebody looks
 * at, and a place for a table.
 */
export const mapBox = () => {
  const canvas = html('canvas', { tabindex: 0, role: 'img' })
  const status = html('div', { role: 'status' })
  const note = html('p', { class: 'note' })
  const closer = button('+')
  const farther = button('−')
  const all = button('⌂')
  const lasso = button('◌')
  lasso.setAttribute('aria-pressed', 'false')
  const tools = html('div', { class: 'tools' }, closer, farther, all, lasso)
  const box = html('div', { class: 'understudy-map' }, canvas, tools, note, status)
  const label = (texts: Texts): void => {
    const labels = [texts.zoomIn, texts.zoomOut, texts.showAll, texts.lasso]
    for (const [index, each] of [closer, farther, all, lasso].entries()) {
      each.title = labels[index] ?? ''
      each.setAttribute('aria-label', each.title)
    }
  }
  return { label, box, canvas, note, status, closer, farther, all, lasso, table: html('div') }
}
