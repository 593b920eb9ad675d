import { hasRoom } from './room.js'

/** What can be seen without any text. */
const visible = 'canvas, svg, img, table, input, select, video, iframe'

/** The title of the message that nebula.js draws in place of a chart that it cannot draw. */
const errorTitle = '[data-tid="error-title"]'

/**
 * What is visible of a chart: its shapes, picture, text or inputs (`drawn`), the message of nebula.js (`refused`), or nothing
 * although there is room (`blank`). A chart without room, on a hidden tab for example, is `hidden`.
 */
export const drawingState = (element: HTMLElement): 'drawn' | 'refused' | 'blank' | 'hidden' => {
  if (!hasRoom(element)) return 'hidden'
  if (element.querySelector(errorTitle) !== null) return 'refused'
  const viz = element.querySelector<HTMLElement>('.njs-viz')
  const drawn = viz !== null && (viz.querySelector(visible) !== null || viz.textContent?.trim() !== '')
  return drawn ? 'drawn' : 'blank'
}
