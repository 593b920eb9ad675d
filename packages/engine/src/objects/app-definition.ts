import type { JsonObject } from '../json.js'

/** An object of the app folder with its children, as QIX knows it: properties and a property tree below them. */
export interface PropertyTree {
  readonly properties: JsonObject
  readonly children: readonly PropertyTree[]
}

/** Whether an app may be reloaded without a SECTION_ACCESS table. */
export type SectionAccessDemand = 'required' | 'optional'

/** Where data comes from: a file (`data/<file>`, `npm:<package>/<path>`, `space:<file>`), a sheet of one, or a query. */
export type AppSource =
  | string
  | { readonly file: string; readonly sheet: string }
  | { readonly connection: string; readonly query: string }

/** What an app folder says, without its data. */
export interface AppDefinition {
  readonly id: string
  readonly name: string
  readonly description: string
  /** What `data.sql` may read beside `data/`, by name. */
  readonly sources: Readonly<Record<string, AppSource>>
  readonly sectionAccess: SectionAccessDemand
  /** `app-properties.json`. */
  readonly properties: JsonObject
  /** Properties of master dimensions, measures, variables: each has `qInfo` with an id. */
  readonly dimensions: readonly JsonObject[]
  readonly measures: readonly JsonObject[]
  readonly variables: readonly JsonObject[]
  /** Properties of bookmarks, with what they select in `qBookmark`. */
  readonly bookmarks: readonly JsonObject[]
  readonly objects: readonly PropertyTree[]
}
