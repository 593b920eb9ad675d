import { html, styled, svg } from '../element.js'
import { type OwnChart, type Scene, supernova } from '../own-chart.js'
import { outlineOf, type ShapeName, shapeNames } from './outlines.js'

interface PaletteColor {
  readonly index: number
  readonly color?: string
}

interface ShapeLayout {
  readonly title?: string
  readonly shape?: string
  readonly fill?: PaletteColor
  readonly stroke?: { readonly color?: PaletteColor; readonly width?: number; readonly dashed?: boolean }
  /** Written on the shape. */
  readonly text?: string
}

const style = `
.understudy-shape { position: relative; width: 100%; height: 100%; display: grid; place-items: center; }
.understudy-shape > svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.understudy-shape > span { position: relative; max-width: 90%; text-align: center; overflow-wrap: break-word; }
`

const isShape = (name: string | undefined): name is ShapeName => (shapeNames as readonly string[]).includes(name ?? '')

const shape: OwnChart<ShapeLayout> = {
  properties: { shape: 'rectangle', text: '' },
  style,
  mount: (element) => ({
    update: ({ layout, size, theme }: Scene<ShapeLayout>) => {
      const colorOf = (color: PaletteColor | undefined, otherwise: string): string =>
        (color && theme.getColorPickerColor(color)) || otherwise
      const { primary } = theme.getDataColorSpecials()
      const name = isShape(layout.shape) ? layout.shape : 'rectangle'
      const isLine = name.endsWith('line') || name.endsWith('arrow')
      const width = Math.min(Math.max(layout.stroke?.width ?? (isLine ? 2 : 0), 0), 40)
      const fill = isLine ? 'none' : colorOf(layout.fill, primary)
      const path = svg('path', {
        d: outlineOf(name, size.width, size.height, width),
        fill,
        stroke: width === 0 ? 'none' : colorOf(layout.stroke?.color, primary),
        'stroke-width': width,
        'stroke-linejoin': 'round',
        'stroke-dasharray': layout.stroke?.dashed === true ? `${3 * width} ${2 * width}` : undefined,
      })
      // A shape without words is decoration; its title, if it has one, stands above it.
      const drawing = svg('svg', { 'aria-hidden': 'true' }, path)
      const text = styled(html('span', {}, layout.text ?? ''), {
        color: isLine ? 'inherit' : theme.getContrastingColorTo(fill),
      })
      element.replaceChildren(html('div', { class: 'understudy-shape' }, drawing, ...(layout.text ? [text] : [])))
    },
  }),
}

export default supernova(shape)
