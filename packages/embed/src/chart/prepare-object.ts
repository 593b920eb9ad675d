import type { Doc, GenericObject } from '@qlik/api/qix'
import { embedError, isNotFound } from '../failure/embed-failure.js'
import { chartDefaults } from '../nebula/chart-defaults.js'
import { applyDefaults } from './apply-defaults.js'
import { typeToDraw } from './auto-type.js'
import { completeProperties, type Properties, withDefaults } from './complete-properties.js'

/** The parts of an object's properties that say its type. */
interface TypedProperties {
  readonly visualization?: string
  readonly qInfo?: { readonly qType?: string }
  readonly qHyperCubeDef?: { readonly qDimensions?: readonly unknown[]; readonly qMeasures?: readonly unknown[] }
}

/** The parts of a list box's layout that name it. */
interface ListBoxLayout {
  readonly title?: string
  readonly qListObject?: { readonly qDimensionInfo?: { readonly qFallbackTitle?: string } }
}

/**
 * Makes an object of the app ready to be drawn: what its file does not say, the defaults of its type do.
 *
 * @returns the type of the chart
 * @throws {EmbedError} EMBED-OBJECT when there is no such object, EMBED-CHART-TYPE when there is no such type
 */
export const prepareObject = async (doc: Doc, objectId: string): Promise<string> => {
  try {
    const object = await doc.getObject(objectId)
    const properties: Properties = { ...(await object.getEffectiveProperties()) }
    const type = typeOf(properties)
    const typed = properties.visualization ? { ...properties, visualization: type } : properties
    await applyDefaults(object, properties, completeProperties(typed, type, await chartDefaults(type)))
    if (type === 'filterpane') await prepareListBoxes(doc, object)
    return type
  } catch (cause) {
    throw isNotFound(cause) ? embedError('EMBED-OBJECT', `The app has no object '${objectId}'.`, { cause }) : cause
  }
}

const typeOf = ({ visualization, qInfo, qHyperCubeDef }: TypedProperties): string => {
  const { qDimensions = [], qMeasures = [] } = qHyperCubeDef ?? {}
  return typeToDraw(visualization || qInfo?.qType || '', qDimensions.length, qMeasures.length)
}

/** A filter pane shows its children, which are objects of their own. */
const prepareListBoxes = async (doc: Doc, pane: GenericObject): Promise<void> => {
  const children = await pane.getChildInfos()
  await Promise.all(
    children.map(async ({ qId, qType }) => {
      if (qType !== 'listbox' || qId === undefined) return
      const listBox = await doc.getObject(qId)
      const properties: Properties = { ...(await listBox.getEffectiveProperties()) }
      if (properties.title !== undefined && properties.visualization !== undefined) return
      const { qListObject } = (await listBox.getLayout()) as unknown as ListBoxLayout
      const title = qListObject?.qDimensionInfo?.qFallbackTitle ?? ''
      const defaults = { visualization: qType, showTitles: true, title, qListObjectDef: { qShowAlternatives: true } }
      await applyDefaults(listBox, properties, withDefaults(properties, defaults) as Properties)
    }),
  )
}
