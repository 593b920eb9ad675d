import { isJsonObject, type Json, objectOf } from '../../json.js'

/** A structure of a definition, by the name of its type in the published clients. */
export type StructureName =
  | 'HyperCubeDef'
  | 'ListObjectDef'
  | 'NxDimension'
  | 'NxInlineDimensionDef'
  | 'NxMeasure'
  | 'NxInlineMeasureDef'
  | 'NxLibraryDimensionDef'
  | 'NxLibraryMeasureDef'
  | 'NxAttrExprDef'
  | 'NxAttrDimDef'
  | 'NxCalcCond'
  | 'NxTrendlineDef'
  | 'NxMiniChartDef'
  | 'NxPage'
  | 'NxAutoSortByStateDef'
  | 'NxListObjectExpressionDef'
  | 'OtherTotalSpecProp'
  | 'SortCriteria'
  | 'FieldAttributes'
  | 'ExpansionData'
  | 'PositionMark'
  | 'StringExpr'
  | 'ValueExpr'

/** What becomes of a property of a definition. There is nothing else that may. */
export type Property =
  /** It does what it is for, as a test shows. */
  | { readonly is: 'honoured'; readonly test: string }
  /** It holds structures, one or several. */
  | { readonly is: 'structure'; readonly of: StructureName }
  /** Where it asks for something, the column or the object says that it is not supported. */
  | {
      readonly is: 'told'
      readonly message: string
      readonly when: (value: Json) => boolean
      /** The one mode of a hypercube in which it is honoured. */
      readonly onlyIn?: 'P' | 'S'
    }
  /** It is not done, and what is shown without it is still of use: the check of an app's folder tells it, at each reload. */
  | { readonly is: 'found'; readonly message: string; readonly when: (value: Json) => boolean }
  /** It can change no number, row, order or label. */
  | { readonly is: 'inert'; readonly why: string }

/** Properties of which one thing becomes. */
type Of<Kind extends Property['is']> = Readonly<Record<string, Extract<Property, { readonly is: Kind }>>>

/** All properties of a structure. */
export type Structure = Readonly<Record<string, Property>>

/** Done as a test shows, which is a file in the source folder of the engine. */
export const honoured = (test: string, ...names: readonly string[]): Of<'honoured'> =>
  Object.fromEntries(names.map((name) => [name, { is: 'honoured', test } as const]))

export const structure = (of: StructureName): Property => ({ is: 'structure', of })

/** @param when whether a value asks for something; default: whether it is set at all */
export const told = (message: string, when: (value: Json) => boolean = isSet): Property => ({
  is: 'told',
  message,
  when,
})

/** @param when whether a value asks for something; default: whether it is set at all */
export const found = (message: string, when: (value: Json) => boolean = isSet): Property => ({
  is: 'found',
  message,
  when,
})

/** Honoured in pivot tables, told elsewhere. */
export const onlyInPivots = (message: string, when: (value: Json) => boolean = isSet): Property => ({
  is: 'told',
  message,
  when,
  onlyIn: 'P',
})

/** Honoured in straight tables, told elsewhere. */
export const onlyInTables = (message: string): Property => ({ is: 'told', message, when: isSet, onlyIn: 'S' })

export const inert = (why: string, ...names: readonly string[]): Of<'inert'> =>
  Object.fromEntries(names.map((name) => [name, { is: 'inert', why } as const]))

/** Whether a value differs from what stands for nothing: empty, zero, false, or made of such. */
export const isSet = (value: Json): boolean => {
  if (Array.isArray(value)) return value.some(isSet)
  if (isJsonObject(value)) return Object.values(objectOf(value)).some((member) => isSet(member ?? null))
  return value !== null && value !== '' && value !== 0 && value !== false
}
