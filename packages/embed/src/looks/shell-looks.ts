import { inkOn } from './ink-on.js'
import { groundBehind, opaqueColor } from './opaque-color.js'
import { lookProperties } from './page-looks.js'

/**
 * Gives the box of an embed what cannot be said in CSS: an opaque colour of menus, dialogs and buttons where the page's
 * background lets something shine through, and the colour of texts on the page's accent.
 */
export const setShellLooks = (box: HTMLElement): void => {
  const style = getComputedStyle(box)
  const written = (name: keyof typeof lookProperties): string => style.getPropertyValue(lookProperties[name]).trim()
  const set = (property: string, value: string | undefined): void => {
    if (value === undefined) box.style.removeProperty(property)
    else box.style.setProperty(property, value)
  }
  const background = written('background')
  const ground = background === '' ? undefined : groundBehind(box)
  set('--understudy-paper', ground && (opaqueColor(box, background, ground) ?? ground))
  const accent = opaqueColor(box, written('accent'), ground ?? '#ffffff')
  set('--understudy-on-accent', accent && inkOn(accent))
}
