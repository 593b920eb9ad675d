import type { stardust } from '@nebula.js/stardust'
import type { Doc, GenericObject } from '@qlik/api/qix'
import type { EmbedFailure } from '../failure/embed-failure.js'
import { embedError, failureOf } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { isChartType } from '../nebula/chart-types.js'
import { createNebula, type Nebula } from '../nebula/nebula-instance.js'
import type { ChartDescription, EmbedContext } from '../props/embed-props.js'
import { judgeLayout, type ObjectLayout } from './layout-verdict.js'
import { masterItemsOf } from './master-items.js'
import { resolveDimension, resolveMeasure } from './resolve-column.js'

/** What to draw: an object of the app, or one made for the session. */
export type ChartSource = { readonly objectId: string } | { readonly chart: ChartDescription }

/** Where a chart is drawn and what is told about it, as often as it changes. */
export interface ChartSurface {
  readonly element: HTMLElement
  readonly onDrawn: () => void
  readonly onEmpty: () => void
  readonly onFailure: (failure: EmbedFailure) => void
}

/** The events of an enigma.js object, which its published types leave out. */
interface ChangeEvents {
  readonly on: (event: 'changed', listener: () => void) => void
  readonly removeListener: (event: 'changed', listener: () => void) => void
}

/** A chart on the page. */
export interface DrawnChart {
  readonly object: GenericObject
  readonly viz: stardust.Viz
  readonly destroy: () => Promise<void>
}

/**
 * Draws a chart in a nebula.js instance of its own and watches its layout.
 *
 * @throws {EmbedError} when the object does not exist or cannot be drawn
 */
export const drawChart = async (
  doc: Doc,
  source: ChartSource,
  context: EmbedContext,
  surface: ChartSurface,
): Promise<DrawnChart> => {
  if ('objectId' in source) await checkObject(doc, source.objectId)
  else checkType(source.chart.type)
  const nebula = createNebula(doc, context)
  try {
    const viz = await render(nebula, doc, source, surface)
    const object = viz.model
    const stopWatching = [watchLayout(object, surface), watchDrawing(surface)]
    return {
      object,
      viz,
      destroy: async () => {
        for (const stop of stopWatching) stop()
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

const checkObject = async (doc: Doc, objectId: string): Promise<void> => {
  const object = await doc.getObject(objectId).catch((cause: { code?: number }) => {
    throw cause.code === 2 || cause.code === -2
      ? embedError('EMBED-OBJECT', `The app has no object '${objectId}'.`, { cause })
      : cause
  })
  // A type without a chart can never be drawn; everything else in a layout may change for the better.
  const { visualization } = (await object.getLayout()) as ObjectLayout
  if (visualization !== undefined) checkType(visualization)
}

const checkType = (type: string): void => {
  if (!isChartType(type)) throw embedError('EMBED-CHART-TYPE', `There is no chart type '${type}'.`)
}

const render = async (nebula: Nebula, doc: Doc, source: ChartSource, surface: ChartSurface): Promise<stardust.Viz> => {
  const config = {
    element: surface.element,
    onError: (error: Error) => surface.onFailure(failureOf('EMBED-RENDER', error.message)),
  }
  if ('objectId' in source) return (await nebula.render({ ...config, id: source.objectId })) as stardust.Viz
  const { type, dimensions, measures, properties } = source.chart
  const masterItems = await masterItemsOf(doc)
  const fields = [
    ...dimensions.map((written) => resolveDimension(written, masterItems)),
    ...measures.map((written) => resolveMeasure(written, masterItems)),
  ] as stardust.Field[]
  return (await nebula.render({ ...config, type, fields, properties, extendProperties: true } as never)) as stardust.Viz
}

/** Judges every layout of the object. The client answers from its cache, so this costs no request. */
const watchLayout = (object: GenericObject, surface: ChartSurface): (() => void) => {
  const judge = async (): Promise<void> => {
    try {
      const verdict = judgeLayout((await object.getLayout()) as ObjectLayout)
      if (verdict.kind === 'failed') surface.onFailure(verdict.failure)
      else if (verdict.kind === 'empty') surface.onEmpty()
      else surface.onDrawn()
    } catch (error) {
      // An aborted layout is followed by another; a suspended session is reported by the session.
      const failure = toFailure(error)
      if (failure.code === 'EMBED-OBJECT') surface.onFailure(failure)
    }
  }
  const events = object as unknown as ChangeEvents
  events.on('changed', judge)
  void judge()
  return () => events.removeListener('changed', judge)
}

/** When React gives up on a chart it removes what the chart drew; nothing else tells of it. */
const watchDrawing = ({ element, onFailure }: ChartSurface): (() => void) => {
  const observer = new MutationObserver(() => {
    if (element.childElementCount === 0) onFailure(failureOf('EMBED-RENDER', 'The chart was taken off the page.'))
  })
  observer.observe(element, { childList: true })
  return () => observer.disconnect()
}
