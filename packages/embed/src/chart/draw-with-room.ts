import { toFailure } from '../failure/to-failure.js'
import type { DrawnChart } from './draw-chart.js'
import { hasRoom, onRoom, untilRoom } from './room.js'
import { type ChartSurface, onChange } from './watch-chart.js'

/**
 * Draws a chart that arranges itself by the room that it has and stays so: when it has room, and once more when it
 * has it again, if it changed in between.
 *
 * @param draw draws the chart on a surface
 */
export const drawWithRoom = async (
  draw: (surface: ChartSurface) => Promise<DrawnChart>,
  surface: ChartSurface,
): Promise<DrawnChart> => {
  const { element } = surface
  await untilRoom(element)
  let drawn: DrawnChart
  let stale = false
  let ended = false

  const drawInPlace = async (): Promise<DrawnChart> => {
    const place = document.createElement('div')
    place.className = 'understudy-layer'
    element.append(place)
    const chart = await draw({ ...surface, element: place })
    stale = !hasRoom(element)
    const stopListening = onChange(chart.object, () => {
      if (!hasRoom(element)) stale = true
    })
    const destroy = async (): Promise<void> => {
      stopListening()
      await chart.destroy()
      place.remove()
    }
    return { ...chart, destroy }
  }

  drawn = await drawInPlace()
  const drawAgain = async (): Promise<void> => {
    const former = drawn
    drawn = await drawInPlace()
    await former.destroy()
    if (ended) await drawn.destroy()
  }
  const stopLooking = onRoom(element, () => {
    if (stale && !ended) drawAgain().catch((error) => surface.onFailure(toFailure(error)))
  })
  return {
    get object() {
      return drawn.object
    },
    get viz() {
      return drawn.viz
    },
    destroy: async () => {
      ended = true
      stopLooking()
      await drawn.destroy()
    },
  }
}
