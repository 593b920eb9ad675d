import type { EmbedFailure } from '../failure/embed-failure.js'
import { languageOf, type Texts, textsIn } from '../texts/texts.js'
import type { EmbedBox } from './embed-box.js'

/** A layer of an embed's box: content, and over it at most one of the states loading, empty and failure. */
export interface Shell {
  /** Where the chart is drawn. */
  readonly content: HTMLElement
  /** Shows that the content is not there yet; while another layer shows something, that stays to be seen instead. */
  readonly showLoading: (behindAnother?: boolean) => void
  readonly showContent: () => void
  /** Shows that there is nothing to draw in place of the drawing, which may say so too; its title stays visible. */
  readonly showEmpty: () => void
  /** Shows a failure in place of the content; with `retry` there is a button for it. */
  readonly showFailure: (failure: EmbedFailure, retry?: () => void) => void
  readonly setDark: (dark: boolean) => void
  readonly remove: () => void
}

const textsFor = (box: EmbedBox): Texts => textsIn(box.language() ?? languageOf(box.element))

const element = (tag: string, className: string, text = ''): HTMLElement => {
  const created = document.createElement(tag)
  created.className = className
  created.textContent = text
  return created
}

/** Builds a layer in the box of an embed. */
export const createShell = (box: EmbedBox): Shell => {
  const layer = box.addLayer()
  const content = element('div', 'understudy-content')
  layer.append(content)

  const show = (state: HTMLElement | undefined, options: { hidesContent: boolean; busy: boolean }): void => {
    layer.removeAttribute('inert')
    content.toggleAttribute('inert', options.hidesContent)
    box.element.setAttribute('aria-busy', String(options.busy))
    layer.querySelector(':scope > .understudy-state')?.remove()
    if (state !== undefined) layer.append(state)
  }

  return {
    content,
    showLoading: (behindAnother = false) => {
      show(skeleton(box), { hidesContent: true, busy: true })
      layer.toggleAttribute('inert', behindAnother)
    },
    showContent: () => show(undefined, { hidesContent: false, busy: false }),
    showEmpty: () => {
      const state = element('div', 'understudy-state understudy-empty', textsFor(box).empty)
      state.setAttribute('role', 'status')
      show(state, { hidesContent: false, busy: false })
    },
    showFailure: (failure, retry) => show(panel(failure, textsFor(box), retry), { hidesContent: true, busy: false }),
    setDark: box.setDark,
    remove: () => layer.remove(),
  }
}

const skeleton = (box: EmbedBox): HTMLElement => {
  const state = element('div', 'understudy-state understudy-skeleton')
  const status = element('span', 'understudy-hidden', textsFor(box).loading)
  status.setAttribute('role', 'status')
  const title = document.createElement('i')
  title.style.width = '45%'
  state.append(status, title, document.createElement('i'))
  return state
}

const panel = (
  { title, reason, solution, code, status }: EmbedFailure,
  texts: Texts,
  retry?: () => void,
): HTMLElement => {
  const state = element('div', 'understudy-state understudy-failure')
  state.setAttribute('role', 'alert')
  const codeLine = element('p', 'understudy-code')
  codeLine.append(element('code', '', status === undefined ? code : `${code} (${status})`))
  state.append(
    element('p', 'understudy-title', title),
    element('p', 'understudy-reason', reason),
    element('p', 'understudy-solution', solution),
    codeLine,
  )
  if (retry !== undefined) {
    const button = element('button', '', texts.tryAgain)
    button.setAttribute('type', 'button')
    button.addEventListener('click', retry)
    state.append(button)
  }
  return state
}
