import { adoptStyle } from '../dom/adopted-style.js'

/**
 * What charts from npm put at the end of the page: the buttons that confirm a selection, menus and dialogs of nebula.js, and
 * the layer of picasso.js with tooltips, which has nothing else to be known by.
 */
const above = '[class*="Popover-root"], [class*="Popper-root"], [class*="Modal-root"], div[style*="z-index: 1020"]'

const isAbove = (node: Node): node is HTMLElement => node instanceof HTMLElement && node.matches(above)

/** Class of what is a popover meanwhile, and looks as if it were none. */
const plain = 'understudy-above'
const plainCss = `
.${plain} { width: auto; height: auto; margin: 0; padding: 0; border: 0; color: inherit; background: none; overflow: visible; }
`

/**
 * Shows an element in full screen until somebody leaves it. Nothing of the page is seen then but what is in the element,
 * and popovers; therefore what charts put at the end of the page is made one meanwhile.
 *
 * @throws DOMException when the browser does not allow it
 */
export const fillScreen = async (element: HTMLElement): Promise<void> => {
  await element.requestFullscreen()
  adoptStyle(document.body, plainCss)
  const raise = (node: Node): void => {
    if (!isAbove(node)) return
    node.setAttribute('popover', 'manual')
    node.classList.add(plain)
    node.showPopover()
  }
  document.body.childNodes.forEach(raise)
  const added = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(raise)
  })
  added.observe(document.body, { childList: true })
  const leave = (): void => {
    if (document.fullscreenElement === element) return
    document.removeEventListener('fullscreenchange', leave)
    added.disconnect()
    for (const node of document.body.querySelectorAll(`:scope > .${plain}`)) {
      node.removeAttribute('popover')
      node.classList.remove(plain)
    }
  }
  document.addEventListener('fullscreenchange', leave)
}
