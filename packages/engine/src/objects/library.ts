import type { AppFormats } from '../format/app-formats.js'
import { type JsonObject, objectOf, textOf } from '../json.js'
import type { AppDefinition } from './app-definition.js'

/** A master item: its `qDim` or `qMeasure`, and the title that people know it by. */
export interface LibraryItem {
  readonly definition: JsonObject
  readonly title: string
  readonly properties: JsonObject
}

/** What the definitions of an app refer to: its master dimensions and measures by id, and its formats. */
export interface Library {
  readonly formats: AppFormats
  readonly dimension: (id: string) => LibraryItem | undefined
  readonly measure: (id: string) => LibraryItem | undefined
  /** The master measure with a title: how expressions name it. */
  readonly measureTitled: (title: string) => LibraryItem | undefined
  /** The position of the field that a session shows of a cyclic master dimension; `undefined` for the one of the app. */
  readonly activeField: (id: string) => number | undefined
}

const itemsOf = (entries: readonly JsonObject[], member: 'qDim' | 'qMeasure'): ReadonlyMap<string, LibraryItem> =>
  new Map(
    entries.map((properties) => {
      const definition = objectOf(properties[member])
      const title = textOf(objectOf(properties.qMetaDef).title) || textOf(definition.title)
      return [textOf(objectOf(properties.qInfo).qId), { definition, title, properties }]
    }),
  )

/** Looks master items up by id. */
export const libraryOf = (app: Pick<AppDefinition, 'dimensions' | 'measures'>, formats: AppFormats): Library => {
  const dimensions = itemsOf(app.dimensions, 'qDim')
  const measures = itemsOf(app.measures, 'qMeasure')
  const titled = new Map([...measures.values()].reverse().map((item) => [item.title, item]))
  return {
    formats,
    dimension: (id) => dimensions.get(id),
    measure: (id) => measures.get(id),
    measureTitled: (title) => titled.get(title),
    activeField: () => undefined,
  }
}
