import { onLooks } from '../looks/on-looks.js'
import { setShellLooks } from '../looks/shell-looks.js'
import { adoptShellStyle } from './shell-style.js'

/** The box that an element fills. Its layers lie upon each other: what is shown, and what is about to take its place. */
export interface EmbedBox {
  readonly element: HTMLElement
  readonly addLayer: () => HTMLElement
  /** Says how high the box is where its surroundings leave the height to it, in CSS; `auto` for that of its content. */
  readonly setOwnHeight: (height: string) => void
  readonly setDark: (dark: boolean) => void
  /** Says the language of its texts, where the page's is not meant. */
  readonly setLanguage: (language: string | undefined) => void
  readonly language: () => string | undefined
  readonly remove: () => void
}

/**
 * Builds the box. It follows its surroundings by CSS alone, in both directions and also when they are shown late.
 *
 * @param target element to append to; published clients' elements have `display: contents`
 */
export const createEmbedBox = (target: HTMLElement): EmbedBox => {
  adoptShellStyle(target)
  const box = document.createElement('div')
  box.className = 'understudy-embed'
  const strut = document.createElement('div')
  strut.className = 'understudy-strut'
  box.append(strut)
  target.append(box)
  setShellLooks(box)
  const stopFollowing = onLooks(box, () => setShellLooks(box))
  let language: string | undefined
  return {
    element: box,
    addLayer: () => {
      const layer = document.createElement('div')
      layer.className = 'understudy-layer'
      box.append(layer)
      return layer
    },
    setOwnHeight: (height) => {
      box.toggleAttribute('data-content-height', height === 'auto')
      box.style.setProperty('--understudy-own-height', height)
    },
    setDark: (dark) => {
      box.dataset.theme = dark ? 'dark' : 'light'
      setShellLooks(box)
    },
    setLanguage: (next) => {
      language = next
    },
    language: () => language,
    remove: () => {
      stopFollowing()
      box.remove()
    },
  }
}
