import type { EmbedFailure } from '../failure/embed-failure.js'
import { adoptShellStyle } from './shell-style.js'

/** The box that an element fills: content, and over it at most one of the states loading, empty and failure. */
export interface Shell {
  /** Where the chart is drawn. */
  readonly content: HTMLElement
  readonly showLoading: () => void
  readonly showContent: () => void
  /** Shows that there is nothing to draw in place of the drawing, which may say so too; its title stays visible. */
  readonly showEmpty: (message: string) => void
  /** Shows a failure in place of the content; with `retry` there is a button for it. */
  readonly showFailure: (failure: EmbedFailure, retry?: () => void) => void
  readonly setDark: (dark: boolean) => void
  readonly remove: () => void
}

/** Below this height, in pixels, the surrounding box is taken to leave the height to us. */
const noHeight = 24

const element = (tag: string, className: string, text = ''): HTMLElement => {
  const created = document.createElement(tag)
  created.className = className
  created.textContent = text
  return created
}

/**
 * Builds the box inside a target.
 *
 * @param target element to append to; published clients' elements have `display: contents`
 * @param fallbackHeight CSS height in case the surroundings give none
 */
export const createShell = (target: HTMLElement, fallbackHeight = '320px'): Shell => {
  adoptShellStyle(target)
  const box = element('div', 'understudy-embed')
  const content = element('div', 'understudy-content')
  box.append(content)
  target.append(box)
  if (box.clientHeight < noHeight) {
    box.style.setProperty('--understudy-fallback-height', fallbackHeight)
    box.dataset.fallbackHeight = fallbackHeight
  }

  const show = (state: HTMLElement | undefined, options: { hidesContent: boolean; busy: boolean }): void => {
    content.toggleAttribute('inert', options.hidesContent)
    box.setAttribute('aria-busy', String(options.busy))
    box.querySelector(':scope > .understudy-state')?.remove()
    if (state !== undefined) box.append(state)
  }

  return {
    content,
    showLoading: () => show(skeleton(), { hidesContent: true, busy: true }),
    showContent: () => show(undefined, { hidesContent: false, busy: false }),
    showEmpty: (message) => {
      const state = element('div', 'understudy-state understudy-empty', message)
      state.setAttribute('role', 'status')
      show(state, { hidesContent: false, busy: false })
    },
    showFailure: (failure, retry) => show(panel(failure, retry), { hidesContent: true, busy: false }),
    setDark: (dark) => {
      box.dataset.theme = dark ? 'dark' : 'light'
    },
    remove: () => box.remove(),
  }
}

const skeleton = (): HTMLElement => {
  const state = element('div', 'understudy-state understudy-skeleton')
  const status = element('span', 'understudy-hidden', 'Loading')
  status.setAttribute('role', 'status')
  const title = document.createElement('i')
  title.style.width = '45%'
  state.append(status, title, document.createElement('i'))
  return state
}

const panel = ({ title, reason, solution, code, status }: EmbedFailure, retry?: () => void): HTMLElement => {
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
    const button = element('button', '', 'Try again')
    button.setAttribute('type', 'button')
    button.addEventListener('click', retry)
    state.append(button)
  }
  return state
}
