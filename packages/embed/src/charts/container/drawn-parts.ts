import type { DrawInside } from '../own-chart.js'

/** Draws objects in places of a container, each once for as long as it is shown. */
export interface DrawnParts {
  /** Draws an object in a place, and leaves what is drawn there already. */
  readonly show: (objectId: string, place: HTMLElement, drawInside: DrawInside) => void
  /** Takes away all objects but these. */
  readonly keep: (objectIds: readonly string[]) => void
}

/** Objects that are not drawn yet when they have to go are taken away once they are. */
export const drawnParts = (): DrawnParts => {
  const drawn = new Map<string, { readonly place: HTMLElement; readonly taking: Promise<() => Promise<void>> }>()
  const drop = (objectId: string): void => {
    const part = drawn.get(objectId)
    drawn.delete(objectId)
    part?.place.remove()
    void part?.taking.then((take) => take())
  }
  return {
    show: (objectId, place, drawInside) => {
      if (!drawn.has(objectId)) drawn.set(objectId, { place, taking: drawInside(place, objectId) })
    },
    keep: (objectIds) => [...drawn.keys()].filter((id) => !objectIds.includes(id)).forEach(drop),
  }
}
