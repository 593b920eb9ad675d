import { arrayOf, isJsonObject, type Json, type JsonObject } from '../../json.js'
import type { StructureName } from './property.js'
import { structures, structureWithin } from './structures.js'

/** A property that asks for what is not supported. */
export interface ToldProperty {
  /** Names and positions on the way to it. */
  readonly path: readonly (string | number)[]
  readonly message: string
  /** The one mode in which it is honoured. */
  readonly onlyIn?: 'P' | 'S'
}

/** What a definition asks for that is not supported. */
export const toldProperties = (definition: JsonObject, name: StructureName): readonly ToldProperty[] =>
  askedWithin('told', definition, name, structures[name], [])

/** What a definition asks for that is left out of what is shown. */
export const foundProperties = (definition: JsonObject, name: StructureName): readonly ToldProperty[] =>
  askedWithin('found', definition, name, structures[name], [])

const askedWithin = (
  kind: 'told' | 'found',
  definition: JsonObject,
  name: StructureName,
  properties: (typeof structures)[StructureName],
  path: ToldProperty['path'],
): readonly ToldProperty[] =>
  Object.entries(definition).flatMap(([member, value = null]): readonly ToldProperty[] => {
    const property = properties[member]
    const here = [...path, member]
    if (property?.is === 'told' || property?.is === 'found')
      return property.is === kind && property.when(value) ? [{ ...property, path: here }] : []
    if (property?.is !== 'structure') return []
    const within = (inner: Json, at: ToldProperty['path']) =>
      isJsonObject(inner) ? askedWithin(kind, inner, property.of, structureWithin(name, property.of), at) : []
    return Array.isArray(value)
      ? arrayOf(value).flatMap((inner, index) => within(inner, [...here, index]))
      : within(value, here)
  })

/** Parts of a column that have an error of their own in its layout: the column is shown without them. */
const partsWithErrors = ['qMiniChartDef'] as const

export type PartWithErrors = (typeof partsWithErrors)[number]

/** What is told in a mode. */
export const toldIn = (mode: string, told: readonly ToldProperty[]): readonly ToldProperty[] =>
  told.filter(({ onlyIn }) => onlyIn !== mode)

/** What is told at a column itself, which cannot be shown as it asks. */
export const toldOfColumn = (told: readonly ToldProperty[]): readonly ToldProperty[] =>
  told.filter(({ path: [first] }) => !partsWithErrors.some((part) => part === first))

/** What is told of parts of a column, by their position; a part that is no array has position 0. */
export const toldOfPart = (told: readonly ToldProperty[], part: PartWithErrors): ReadonlyMap<number, string> =>
  new Map(
    told.flatMap(({ path: [first, position], message }) =>
      first === part ? [[typeof position === 'number' ? position : 0, message] as const] : [],
    ),
  )
