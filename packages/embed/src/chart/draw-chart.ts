import type { stardust } from '@nebula.js/stardust'
import type { Doc, GenericObject } from '@qlik/api/qix'
import { toFailure } from '../failure/to-failure.js'
import { attachMenu } from '../menu/chart-menu.js'
import { loadChart, needsRoom } from '../nebula/chart-types.js'
import { createNebula, type Nebula } from '../nebula/nebula-instance.js'
import type { ChartDescription, EmbedContext } from '../props/embed-props.js'
import { languageOf, textsIn } from '../texts/texts.js'
import { typeToDraw } from './auto-type.js'
import { drawCell } from './draw-cell.js'
import { drawWithRoom } from './draw-with-room.js'
import { masterItemsOf } from './master-items.js'
import { menuAllowed } from './menu-allowed.js'
import { prepareObject } from './prepare-object.js'
import { resolveDimension, resolveMeasure } from './resolve-column.js'
import { type ChartSurface, type ChartWatch, type RenderError, watchChart } from './watch-chart.js'

/** What to draw: an object of the app, or one made for the session. */
export type ChartSource = { readonly objectId: string } | { readonly chart: ChartDescription }

/** A chart on the page. */
export interface DrawnChart {
  readonly object: GenericObject
  readonly viz: stardust.Viz
  readonly destroy: () => Promise<void>
}

/**
 * Draws a chart in a nebula.js instance of its own and watches its layout.
 *
 * @throws {EmbedError} when the object does not exist or its type cannot be drawn
 */
export const drawChart = async (
  doc: Doc,
  source: ChartSource,
  context: EmbedContext,
  surface: ChartSurface,
): Promise<DrawnChart> => {
  const type = 'objectId' in source ? await prepareObject(doc, source.objectId) : describedType(source.chart)
  await loadChart(type)
  const draw = (on: ChartSurface): Promise<DrawnChart> => drawNow(doc, source, context, on)
  return needsRoom(type) ? drawWithRoom(draw, surface) : draw(surface)
}

const describedType = ({ type, dimensions, measures }: ChartDescription): string =>
  typeToDraw(type, dimensions.length, measures.length)

const drawNow = async (
  doc: Doc,
  source: ChartSource,
  context: EmbedContext,
  surface: ChartSurface,
): Promise<DrawnChart> => {
  // Resolves late: the watch needs the object, which exists only once nebula.js has begun to render it.
  let began = (_: ChartWatch): void => undefined
  const watched = new Promise<ChartWatch>((resolve) => {
    began = resolve
  })
  const nebula = createNebula(doc, context, surface.element, {
    // What fails in a container is shown in its place; the container itself has not failed.
    drawInside: (place, objectId) => drawCell(doc, place, objectId, context, () => undefined),
    fail: (error) => {
      const failed = new Error('The chart could not read or draw its data')
      const originalError = new Error(toFailure(error).reason)
      void watched.then((watch) => watch.renderFailed(Object.assign(failed, { originalError })))
    },
  })
  try {
    const viz = await render(nebula, doc, source, {
      element: surface.element,
      onRender: () => void watched.then((watch) => watch.rendered()),
      onError: (error) => void watched.then((watch) => watch.renderFailed(error)),
    })
    const watch = watchChart(viz.model, 'objectId' in source ? `Object '${source.objectId}'` : 'The chart', surface)
    began(watch)
    // A chart without a menu is a chart all the same.
    const menu = menuAllowed(context)
      ? attachMenu(menuChart(doc, viz.model, surface.element, context)).catch(() => undefined)
      : undefined
    return {
      object: viz.model,
      viz,
      destroy: async () => {
        watch.stop()
        void menu?.then((remove) => remove?.())
        // A session that is gone cannot destroy its object; the drawing has to go all the same.
        await viz.destroy().catch(() => undefined)
        await nebula.destroy()
      },
    }
  } catch (error) {
    await nebula.destroy()
    throw error
  }
}

const menuChart = (doc: Doc, object: GenericObject, content: HTMLElement, { language }: EmbedContext) => ({
  doc,
  object,
  content,
  texts: textsIn(language ?? languageOf(content)),
})

/** Where nebula.js renders, and whom it tells. */
interface RenderTarget {
  readonly element: HTMLElement
  readonly onRender: () => void
  readonly onError: (error: RenderError) => void
}

const render = async (nebula: Nebula, doc: Doc, source: ChartSource, target: RenderTarget): Promise<stardust.Viz> => {
  if ('objectId' in source) return (await nebula.render({ ...target, id: source.objectId })) as stardust.Viz
  const { dimensions, measures, properties } = source.chart
  const type = describedType(source.chart)
  const masterItems = await masterItemsOf(doc)
  const fields = [
    ...dimensions.map((written) => resolveDimension(written, masterItems)),
    ...measures.map((written) => resolveMeasure(written, masterItems)),
  ]
  // The published type of a field leaves out the plain QIX definitions that nebula.js takes.
  const created = { ...target, type, fields: fields as stardust.Field[], extendProperties: true }
  return (await nebula.render({ ...created, properties: { qInfo: { qType: type }, ...properties } })) as stardust.Viz
}
