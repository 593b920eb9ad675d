/** Whether a chart has put anything visible into its element: shapes, a picture or text. */
export const hasDrawing = (element: HTMLElement): boolean => {
  const viz = element.querySelector<HTMLElement>('.njs-viz')
  return viz !== null && (viz.querySelector('canvas, svg, img, table') !== null || viz.innerText.trim() !== '')
}
