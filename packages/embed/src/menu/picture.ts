/** What is painted of a chart, in the order in which it lies on the page. */
type Painter = (context: CanvasRenderingContext2D) => void

const place = (rect: DOMRect, origin: DOMRect) => [rect.left - origin.left, rect.top - origin.top] as const

/** Properties of the looks of shapes, which style sheets may give. */
const shapeStyle = [
  'fill',
  'stroke',
  'stroke-width',
  'font',
  'opacity',
  'fill-opacity',
  'stroke-opacity',
  'text-anchor',
] as const

const svgPainter = async (drawing: SVGSVGElement, origin: DOMRect): Promise<Painter> => {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const [originals, copies] = [
    [drawing, ...drawing.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ]
  originals.forEach((original, index) => {
    const looks = getComputedStyle(original)
    for (const name of shapeStyle) (copies[index] as SVGElement).style.setProperty(name, looks.getPropertyValue(name))
  })
  const rect = drawing.getBoundingClientRect()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(rect.width))
  copy.setAttribute('height', String(rect.height))
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  return (context) => context.drawImage(image, ...place(rect, origin), rect.width, rect.height)
}

const canvasPainter =
  (canvas: HTMLCanvasElement, origin: DOMRect): Painter =>
  (context) => {
    const rect = canvas.getBoundingClientRect()
    if (canvas.width > 0 && canvas.height > 0)
      context.drawImage(canvas, ...place(rect, origin), rect.width, rect.height)
  }

/** Paints a text word by word, as lines are broken on the page. */
const textPainter = (text: Text, origin: DOMRect): Painter => {
  const looks = getComputedStyle(text.parentElement as Element)
  const words = [...text.data.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const range = document.createRange()
    range.setStart(text, index)
    range.setEnd(text, index + word.length)
    return { word, rect: range.getBoundingClientRect() }
  })
  return (context) => {
    context.font = looks.font
    context.fillStyle = looks.color
    context.textBaseline = 'middle'
    for (const { word, rect } of words) {
      const [x, y] = place(rect, origin)
      context.fillText(word, x, y + rect.height / 2)
    }
  }
}

const backgroundPainter = (element: Element, origin: DOMRect): Painter => {
  const { backgroundColor } = getComputedStyle(element)
  const rect = element.getBoundingClientRect()
  return (context) => {
    context.fillStyle = backgroundColor
    context.fillRect(...place(rect, origin), rect.width, rect.height)
  }
}

/** Texts for screen readers alone are in a box of a pixel. */
const isSeen = (element: Element): boolean => {
  const { visibility, display, opacity } = getComputedStyle(element)
  const { width, height } = element.getBoundingClientRect()
  const isForReaders = width <= 1 && height <= 1 && hidesRest(element)
  return visibility === 'visible' && display !== 'none' && opacity !== '0' && !isForReaders
}

/** Whether what does not fit into an element is not seen. */
const hidesRest = (element: Element): boolean => getComputedStyle(element).overflow !== 'visible'

const clipped =
  (painters: readonly Painter[], rect: DOMRect, origin: DOMRect): Painter =>
  (context) => {
    context.save()
    context.beginPath()
    context.rect(...place(rect, origin), rect.width, rect.height)
    context.clip()
    for (const paint of painters) paint(context)
    context.restore()
  }

const paintersOf = async (node: Node, origin: DOMRect): Promise<readonly Painter[]> => {
  if (node instanceof Text) return node.data.trim() === '' ? [] : [textPainter(node, origin)]
  if (!(node instanceof Element) || !isSeen(node)) return []
  if (node instanceof HTMLCanvasElement) return [canvasPainter(node, origin)]
  if (node instanceof SVGSVGElement) return [await svgPainter(node, origin)]
  const inner = await Promise.all([...node.childNodes].map((child) => paintersOf(child, origin)))
  const painters = [backgroundPainter(node, origin), ...inner.flat()]
  return hidesRest(node) ? [clipped(painters, node.getBoundingClientRect(), origin)] : painters
}

/**
 * Paints what is drawn in an element as a picture: canvases, drawings and texts, in the resolution of the screen.
 *
 * @param background colour below all of it
 * @returns a PNG
 */
export const pictureOf = async (element: HTMLElement, background: string): Promise<Blob> => {
  const origin = element.getBoundingClientRect()
  const painters = await paintersOf(element, origin)
  const ratio = Math.max(window.devicePixelRatio || 1, 2)
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(origin.width * ratio)
  canvas.height = Math.ceil(origin.height * ratio)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser draws no pictures.')
  context.scale(ratio, ratio)
  context.fillStyle = background
  context.fillRect(0, 0, origin.width, origin.height)
  for (const paint of painters) paint(context)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is empty.')) : resolve(blob)), 'image/png'),
  )
}
