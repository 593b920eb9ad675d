import type { FieldModel } from '../../model/data-model.js'

/** Counts of the values of a field that the person may see, by their state under the selections. */
export interface FieldCounts {
  /** Selected and possible. */
  readonly selected: number
  readonly selectedExcluded: number
  /** Possible, where nothing is selected in the field. */
  readonly optional: number
  readonly alternative: number
  readonly excluded: number
}

/** An object that an expression is in, or that one of its objects is in. */
export interface ObjectName {
  readonly id: string
  readonly type: string
}

/** The columns of the cube that an expression is in. */
export interface CubeColumns {
  /** Definitions of dimensions. */
  readonly dimensions: readonly string[]
  /** Expressions of measures. */
  readonly measures: readonly string[]
}

/** Who asks, in which app. */
export interface SessionIdentity {
  /** The subject of the person's token. */
  readonly person: string
  readonly documentTitle: string
  /** The id of the app. */
  readonly documentName: string
}

/** What functions of the session may ask for. All of it is what this person may see. */
export interface SessionFacts {
  /** The state of the object that the expression is in. */
  readonly state: string
  readonly isState: (name: string) => boolean
  readonly counts: (field: FieldModel, state: string) => Promise<FieldCounts>
  /** Fields in which something is selected, in the order in which they were. */
  readonly selectedFields: (state: string) => readonly FieldModel[]
  /** How many visible values of a field are selected, possible or not. */
  readonly selectedCount: (field: FieldModel, state: string) => Promise<number>
  /** How many values of a field the person may see. */
  readonly cardinality: (field: FieldModel) => Promise<number>
  /** Texts of the selected or the other visible values of a field, in their order; at most so many. */
  readonly texts: (field: FieldModel, state: string, selected: boolean, most: number) => Promise<readonly string[]>
  /** The value at a place among those of a field that the person may see, in load order, from 0; `null` where there is none. */
  readonly valueAt: (field: FieldModel, place: number) => Promise<number | string | null>
  /** The place of a value, by its number or its text; -1 where the person sees none. */
  readonly placeOf: (field: FieldModel, value: number | string) => Promise<number>
  readonly person: SessionIdentity['person'] | null
  readonly documentTitle: SessionIdentity['documentTitle'] | null
  readonly documentName: SessionIdentity['documentName'] | null
  /** ISO 8601. */
  readonly reloadedAt: string
  /** The locale that texts are sorted by. */
  readonly collation: string
  /** Name and version of the engine. */
  readonly engine: string
  /** The objects around the expression, the nearest first; none outside of objects. */
  readonly place: readonly ObjectName[]
  /** `null` where the expression is in no cube. */
  readonly cube: CubeColumns | null
}
