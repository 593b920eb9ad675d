import { html, styled } from '../element.js'
import { type OwnChart, supernova } from '../own-chart.js'
import { childList } from './child-list.js'
import { type ContainerLayout, type ContainerPart, containerParts } from './container-parts.js'
import { drawnParts } from './drawn-parts.js'

/** Below this width, in pixels, the objects stand below each other. */
const narrow = 400
const stackedHeight = 260

const style = `
.understudy-layout-container { position: relative; width: 100%; height: 100%; overflow: auto; }
.understudy-layout-container > div { position: absolute; }
.understudy-layout-container[data-narrow] > div { position: relative; height: ${stackedHeight}px; }
`

/** Where an object is: where it is written to be, or else beside the others in equal widths. */
const placeOf = ({ bounds }: ContainerPart, index: number, count: number) => {
  const { x = (100 / count) * index, y = 0, width = 100 / count, height = 100 } = bounds ?? {}
  return { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` }
}

const nowhere = { left: '', top: '', width: '100%', height: '' }

const layoutContainer: OwnChart<ContainerLayout> = {
  properties: childList,
  style,
  mount: (element) => {
    const place = html('div', { class: 'understudy-layout-container' })
    element.replaceChildren(place)
    const drawn = drawnParts()
    const rooms = new Map<string, HTMLElement>()
    const roomOf = (objectId: string): HTMLElement => {
      const room = rooms.get(objectId) ?? html('div')
      rooms.set(objectId, room)
      return room
    }
    return {
      update: ({ layout, size, drawInside }) => {
        const parts = containerParts(layout)
        const isNarrow = size.width < narrow && parts.length > 1
        place.toggleAttribute('data-narrow', isNarrow)
        const shown = parts.map(({ objectId }) => objectId)
        drawn.keep(shown)
        for (const objectId of [...rooms.keys()].filter((id) => !shown.includes(id))) rooms.delete(objectId)
        parts.forEach((part, index) => {
          const room = styled(roomOf(part.objectId), isNarrow ? nowhere : placeOf(part, index, parts.length))
          if (room.parentNode !== place) place.append(room)
          drawn.show(part.objectId, room, drawInside)
        })
      },
      destroy: () => drawn.keep([]),
    }
  },
}

export default supernova(layoutContainer)
