import type { LimitRequest, SortCriteria } from '../evaluate/evaluation.js'
import { type NumberFormat, numberFormatProblem, parseNumberFormat } from '../format/number-format.js'
import { arrayOf, booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import {
  type AttributeColumn,
  expressionText,
  foreignMembers,
  isExpression,
  parseAttributes,
} from './attribute-columns.js'
import { type CalculationCondition, parseCondition } from './calculation-condition.js'
import { type DimensionGroup, dimensionGroup } from './dimension-group.js'
import type { Library } from './library.js'
import { type MeasureTotal, measureTotal } from './measure-total.js'
import { type ToldProperty, toldProperties } from './properties/told-properties.js'
import { parseTrendLines, type TrendLineDefinition } from './trend-lines/trend-line.js'

/** A dimension column of a hypercube or list object, with what its library item adds. */
export interface DimensionColumn {
  readonly kind: 'dimension'
  /** `Field`, `[Field]`, `=expression`; `''` where the library item does not exist. */
  readonly definition: string
  /** Title text, or an expression when it begins with `=`. */
  readonly title: string
  readonly libraryId: string
  /** The fields that take turns, of which one is shown, with their titles. */
  readonly group: DimensionGroup & { readonly titles: readonly string[] }
  readonly numberFormat: NumberFormat
  readonly sort: SortCriteria
  readonly nullSuppression: boolean
  /** Which values are shown, where not all are. */
  readonly limit?: LimitRequest
  /** What the row of the others is called, a text or an expression. */
  readonly othersLabel: string
  readonly attributes: readonly AttributeColumn[]
  /** Without which it is hidden. */
  readonly calculationCondition: CalculationCondition | null
  /** What the column asks for that is not supported. */
  readonly told: readonly ToldProperty[]
  /** Members that QIX does not know and charts find again in the layout. */
  readonly extras: JsonObject
}

/** A measure column, with what its library item adds. */
export interface MeasureColumn {
  readonly kind: 'measure'
  readonly expression: string
  readonly title: string
  readonly libraryId: string
  readonly numberFormat: NumberFormat
  readonly sortByNumeric: -1 | 0 | 1
  /** What its total is made of. */
  readonly total: MeasureTotal
  /** Its cells are parts of its total. */
  readonly relative: boolean
  /** Its cells are sums of those of so many rows, with their own the last; 0 for its own alone. */
  readonly accumulated: number
  readonly trendLines: readonly TrendLineDefinition[]
  /** Why it has no values, once that is known. */
  readonly failure?: { readonly code: number; readonly message: string }
  readonly attributes: readonly AttributeColumn[]
  /** Without which it is hidden. */
  readonly calculationCondition: CalculationCondition | null
  /** What the column asks for that is not supported. */
  readonly told: readonly ToldProperty[]
  readonly extras: JsonObject
}

const direction = (value: Json | undefined): -1 | 0 | 1 => {
  const number = numberOf(value) ?? 0
  return number > 0 ? 1 : number < 0 ? -1 : 0
}

/** Reads one element of `qSortCriterias`; `reversed` turns every direction round. */
const parseSortCriteria = (value: Json | undefined, reversed: boolean): SortCriteria => {
  const criteria = objectOf(value)
  const turned = (member: Json | undefined): -1 | 0 | 1 => {
    const read = direction(member)
    return reversed && read !== 0 ? (read === 1 ? -1 : 1) : read
  }
  const expression = expressionText(criteria.qExpression)
  const byExpression = turned(criteria.qSortByExpression)
  return {
    byState: turned(criteria.qSortByState),
    byFrequency: turned(criteria.qSortByFrequency),
    byNumeric: turned(criteria.qSortByNumeric),
    byAscii: turned(criteria.qSortByAscii),
    byLoadOrder: turned(criteria.qSortByLoadOrder),
    ...(byExpression !== 0 && expression !== '' ? { byExpression: { expression, direction: byExpression } } : {}),
  }
}

const plainName = (definition: string): string => {
  const name = definition.trim().replace(/^=/, '').trim()
  return /^\[[^\]]*\]$/.test(name) ? name.slice(1, -1) : name
}

/**
 * Reads an element of `qDimensions`, or a whole `qListObjectDef`, which has the same members.
 *
 * @param of what it is
 * @param active which of its fields is shown
 */
export const parseDimension = (
  value: Json,
  library: Library,
  of: 'NxDimension' | 'ListObjectDef' = 'NxDimension',
  active = dimensionGroup(value, library).active,
): DimensionColumn => {
  const column = objectOf(value)
  const inline = objectOf(column.qDef)
  const libraryId = textOf(column.qLibraryId)
  const item = libraryId === '' ? undefined : library.dimension(libraryId)
  const source = libraryId === '' ? inline : (item?.definition ?? {})
  const { grouping, definitions } = dimensionGroup(value, library)
  const definition = definitions[active] ?? ''
  const criteria = arrayOf(inline.qSortCriterias)
  const titleOf = (field: number): string => {
    const whole = textOf(inline.qLabelExpression) || textOf(source.qLabelExpression)
    const own = textOf(arrayOf(inline.qFieldLabels)[field]) || textOf(arrayOf(source.qFieldLabels)[field])
    const plain = plainName(definitions[field] ?? '')
    // Of fields that take turns, each has its own title.
    return grouping === 'N' ? whole || own || item?.title || plain : own || plain
  }
  const format = arrayOf(inline.qNumberPresentations)[active] ?? arrayOf(source.qNumberPresentations)[active]
  return {
    kind: 'dimension',
    definition,
    title: titleOf(active),
    libraryId,
    group: { grouping, definitions, active, titles: definitions.map((_, field) => titleOf(field)) },
    numberFormat: parseNumberFormat(format, library.formats),
    sort: parseSortCriteria(criteria[active] ?? criteria[0], booleanOf(inline.qReverseSort)),
    nullSuppression: booleanOf(column.qNullSuppression),
    othersLabel: expressionText(column.qOtherLabel) || 'Others',
    attributes: parseAttributes(column, library),
    calculationCondition: parseCondition(column),
    told: [...toldProperties(column, of), ...toldProperties(item?.definition ?? {}, 'NxLibraryDimensionDef')],
    extras: foreignMembers(source, inline),
  }
}

/** `qAccumulate`: 1 asks for all rows before, more for so many. */
const accumulatedRows = (value: Json | undefined): number => {
  const rows = Math.trunc(numberOf(value) ?? 0)
  return rows === 1 ? Number.POSITIVE_INFINITY : Math.max(rows, 0)
}

/** Reads an element of `qMeasures`. */
export const parseMeasure = (value: Json, library: Library): MeasureColumn => {
  const column = objectOf(value)
  const inline = objectOf(column.qDef)
  const libraryId = textOf(column.qLibraryId)
  const item = libraryId === '' ? undefined : library.measure(libraryId)
  const source = libraryId === '' ? inline : (item?.definition ?? {})
  const active = numberOf(source.qActiveExpression) ?? 0
  const expression = textOf(arrayOf(source.qExpressions)[active]) || textOf(source.qDef)
  const sortBy = objectOf(column.qSortBy)
  const sortByNumeric = sortBy.qSortByNumeric === undefined ? -1 : direction(sortBy.qSortByNumeric)
  const reversed = booleanOf(inline.qReverseSort)
  const ownFormat = objectOf(inline.qNumFormat)
  const hasOwnFormat = textOf(ownFormat.qType) !== '' && textOf(ownFormat.qType) !== 'U'
  return {
    kind: 'measure',
    expression,
    title:
      textOf(inline.qLabelExpression) ||
      textOf(inline.qLabel) ||
      textOf(source.qLabelExpression) ||
      textOf(source.qLabel) ||
      item?.title ||
      expression.replace(/^=/, ''),
    libraryId,
    total: measureTotal(inline),
    relative: booleanOf(inline.qRelative),
    accumulated: accumulatedRows(inline.qAccumulate),
    trendLines: parseTrendLines(column.qTrendLines),
    numberFormat: parseNumberFormat(hasOwnFormat ? ownFormat : source.qNumFormat, library.formats),
    sortByNumeric: reversed ? (sortByNumeric === 1 ? -1 : sortByNumeric === -1 ? 1 : 0) : sortByNumeric,
    attributes: parseAttributes(column, library),
    calculationCondition: parseCondition(column),
    told: [...toldProperties(column, 'NxMeasure'), ...toldProperties(item?.definition ?? {}, 'NxLibraryMeasureDef')],
    extras: foreignMembers(source, inline),
  }
}

/** What is wrong with the number formats of a column and of its attributes; `undefined` where nothing is. */
export const formatProblem = ({ numberFormat, attributes }: DimensionColumn | MeasureColumn): string | undefined =>
  [numberFormat, ...attributes.filter(isExpression).map((attribute) => attribute.numberFormat)]
    .map(numberFormatProblem)
    .find((problem) => problem !== undefined)
