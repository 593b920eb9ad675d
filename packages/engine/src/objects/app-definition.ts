import type { JsonObject } from '../json.js'

/** An object of the app folder with its children, as QIX knows it: properties and a property tree below them. */
export interface PropertyTree {
  readonly properties: JsonObject
  readonly children: readonly PropertyTree[]
}

/** Whether an app may be reloaded without a SECTION_ACCESS table. */
export type SectionAccessDemand = 'required' | 'optional'

/** What an app folder says, without its data. */
export interface AppDefinition {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Where the variables of `data.sql` point to: `npm:<package>/<path>` or `data/<file>`, by variable name. */
  readonly sources: Readonly<Record<string, string>>
  readonly sectionAccess: SectionAccessDemand
  /** `app-properties.json`. */
  readonly properties: JsonObject
  /** Properties of master dimensions, measures, variables: each has `qInfo` with an id. */
  readonly dimensions: readonly JsonObject[]
  readonly measures: readonly JsonObject[]
  readonly variables: readonly JsonObject[]
  readonly objects: readonly PropertyTree[]
}
