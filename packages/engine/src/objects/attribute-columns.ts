import type { AppFormats } from '../format/app-formats.js'
import { type NumberFormat, parseNumberFormat } from '../format/number-format.js'
import { arrayOf, booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import type { Library, LibraryItem } from './library.js'

/** What attributes of both kinds have: they colour or label a column's cells without being a column. */
interface Attribute {
  /** Its definition, which it is known by. */
  readonly source: JsonObject
  /** Title text, or an expression when it begins with `=`. */
  readonly title: string
  readonly libraryId: string
  /** It says nothing about which rows there are. */
  readonly besideRows: boolean
  /** Members that QIX does not know and charts find again in the layout, such as `id`. */
  readonly extras: JsonObject
  /** Why it cannot be evaluated, once that is known. */
  readonly problem?: string
}

/** An element of `qAttributeExpressions`. */
export interface AttributeExpression extends Attribute {
  readonly kind: 'expression'
  readonly expression: string
  readonly numberFormat: NumberFormat
}

/** An element of `qAttributeDimensions`: each cell tells the one value that it has there. */
export interface AttributeDimension extends Attribute {
  readonly kind: 'dimension'
  /** `Field`, `[Field]` or `=expression`. */
  readonly definition: string
  /** The element as it is defined, as a dimension of its own. */
  readonly asDimension: JsonObject
}

export type AttributeColumn = AttributeExpression | AttributeDimension

/** The text of a string or value expression in any of its spellings: `"x"`, `{qv:"x"}`, `{qExpr:"x"}`. */
export const expressionText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : textOf(objectOf(value).qv) || textOf(objectOf(value).qExpr)

export const foreignMembers = (...sources: readonly JsonObject[]): JsonObject =>
  Object.fromEntries(sources.flatMap((source) => Object.entries(source).filter(([name]) => !name.startsWith('q'))))

/** @param item the master item that the attribute names, where it does */
const commonOf = (attribute: JsonObject, item: LibraryItem | undefined, source: string): Attribute => ({
  source: attribute,
  title: textOf(attribute.qLabelExpression) || textOf(attribute.qLabel) || item?.title || source.replace(/^=/, ''),
  libraryId: textOf(attribute.qLibraryId),
  besideRows: booleanOf(attribute.qAttribute),
  extras: foreignMembers(attribute),
  ...(source.trim() === ''
    ? {
        problem: item
          ? 'The master item has no definition.'
          : textOf(attribute.qLibraryId) === ''
            ? 'The attribute has no definition.'
            : `The master item "${textOf(attribute.qLibraryId)}" does not exist.`,
      }
    : {}),
})

const parseExpression = (attribute: JsonObject, library: Library, formats: AppFormats): AttributeExpression => {
  const libraryId = textOf(attribute.qLibraryId)
  const item = libraryId === '' ? undefined : library.measure(libraryId)
  const inherited = objectOf(item?.definition)
  const expressions = arrayOf(inherited.qExpressions).map(textOf)
  const source =
    libraryId === ''
      ? expressionText(attribute.qExpression)
      : expressions[numberOf(inherited.qActiveExpression) ?? 0] || textOf(inherited.qDef)
  return {
    kind: 'expression',
    expression: source,
    numberFormat: parseNumberFormat(attribute.qNumFormat ?? inherited.qNumFormat, formats),
    ...commonOf(attribute, item, source),
  }
}

const parseDimension = (attribute: JsonObject, library: Library): AttributeDimension => {
  const libraryId = textOf(attribute.qLibraryId)
  const item = libraryId === '' ? undefined : library.dimension(libraryId)
  const inherited = objectOf(item?.definition)
  const definitions = arrayOf(inherited.qFieldDefs).map(textOf)
  const definition =
    libraryId === ''
      ? expressionText(attribute.qDef)
      : definitions[numberOf(inherited.qActiveField) ?? 0] || definitions[0] || ''
  const sort = objectOf(attribute.qSortBy)
  return {
    kind: 'dimension',
    definition,
    asDimension: { qDef: { qFieldDefs: [definition], qSortCriterias: [sort] } },
    ...commonOf(attribute, item, definition),
  }
}

/** Reads the attributes of a column, expressions first. */
export const parseAttributes = (column: JsonObject, library: Library): readonly AttributeColumn[] => [
  ...arrayOf(column.qAttributeExpressions)
    .map(objectOf)
    .map((attribute) => parseExpression(attribute, library, library.formats)),
  ...arrayOf(column.qAttributeDimensions)
    .map(objectOf)
    .map((attribute) => parseDimension(attribute, library)),
]

export const isExpression = (attribute: AttributeColumn): attribute is AttributeExpression =>
  attribute.kind === 'expression'

export const isDimension = (attribute: AttributeColumn): attribute is AttributeDimension =>
  attribute.kind === 'dimension'
