import type { Cell, DimensionFacts, MeasureFacts } from '../../evaluate/evaluation.js'
import { formatNumber, numberFormatLayout } from '../../format/number-format.js'
import type { JsonObject } from '../../json.js'
import {
  type AttributeColumn,
  type AttributeDimension,
  type AttributeExpression,
  isDimension,
  isExpression,
} from '../attribute-columns.js'
import { numberLayout } from './cell-layout.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'

/** Another column's values, as the attribute dimensions that tell of them need to know them. */
export interface AttributeValues {
  readonly facts: DimensionFacts
  readonly locked: boolean
  readonly elementOf: (cell: Cell) => number
}

/** What is known of the attributes of a column once they have been evaluated. */
export interface EvaluatedAttribute {
  readonly attribute: AttributeColumn
  readonly title: string
  /** Of the values of an attribute expression in the cube; none where it cannot be evaluated. */
  readonly facts?: MeasureFacts
  /** Of an attribute dimension; none where it cannot be evaluated. */
  readonly values?: AttributeValues
}

const expressionCell = ({ numberFormat }: AttributeExpression, cell: Cell | undefined): JsonObject => {
  const num = cell?.num ?? null
  const text = cell?.text ?? (num === null ? null : formatNumber(num, numberFormat))
  return { ...(text === null ? {} : { qText: text }), qNum: numberLayout(num) }
}

/** A missing value has no text. */
const dimensionValue = (cell: Cell | undefined, values: AttributeValues | undefined): JsonObject => {
  if (!cell || !values || (cell.num === null && cell.text === null)) return { qElemNo: -2 }
  return { qText: cell.text ?? String(cell.num), qElemNo: values.elementOf(cell) }
}

/** `qAttrExps` and `qAttrDims` of a cell: values in the order of the definition, also of what cannot be evaluated. */
export const attributeCells = (
  attributes: readonly EvaluatedAttribute[],
  cellOf: (attribute: AttributeColumn) => Cell | undefined,
): JsonObject => {
  const expressions = attributes.map(({ attribute }) => attribute).filter(isExpression)
  const dimensions = attributes.filter(({ attribute }) => isDimension(attribute))
  return {
    ...(expressions.length === 0
      ? {}
      : { qAttrExps: { qValues: expressions.map((attribute) => expressionCell(attribute, cellOf(attribute))) } }),
    ...(dimensions.length === 0
      ? {}
      : {
          qAttrDims: {
            qValues: dimensions.map(({ attribute, values }) => dimensionValue(cellOf(attribute), values)),
          },
        }),
  }
}

const commonInfo = ({ attribute, title }: EvaluatedAttribute): JsonObject => ({
  ...attribute.extras,
  qFallbackTitle: title,
  ...(attribute.libraryId === '' ? {} : { qLibraryId: attribute.libraryId }),
  // Told where clients look for the errors of columns; the cells are empty.
  ...(attribute.problem === undefined
    ? {}
    : { qError: errorLayout(columnErrorCodes.invalidDefinition, attribute.problem) }),
})

/** Charts that colour by numbers take the range of the colours from here. */
const expressionInfo = (
  evaluated: EvaluatedAttribute,
  { numberFormat }: Pick<AttributeExpression, 'numberFormat'>,
): JsonObject => {
  const { min = null, max = null } = evaluated.facts ?? {}
  return {
    ...commonInfo(evaluated),
    qMin: numberLayout(min),
    qMax: numberLayout(max),
    ...(min === null || max === null
      ? {}
      : { qMinText: formatNumber(min, numberFormat), qMaxText: formatNumber(max, numberFormat) }),
    qNumFormat: numberFormatLayout(numberFormat),
    qIsAutoFormat: numberFormat.type === 'U',
  }
}

const dimensionAttributeInfo = (evaluated: EvaluatedAttribute, _: AttributeDimension): JsonObject => {
  const { facts, locked } = evaluated.values ?? {}
  const cardinality = facts?.cardinality ?? 0
  return {
    ...commonInfo(evaluated),
    qCardinal: cardinality,
    qSize: { qcx: facts ? 1 : 0, qcy: facts?.hypercubeCardinality ?? 0 },
    qLocked: locked ?? false,
    ...(facts?.calculated ? { qIsCalculated: true } : {}),
  }
}

/** `qAttrExprInfo` and `qAttrDimInfo` of a column. */
export const attributeInfos = (attributes: readonly EvaluatedAttribute[]): JsonObject => ({
  qAttrExprInfo: attributes.flatMap((evaluated) =>
    isExpression(evaluated.attribute) ? [expressionInfo(evaluated, evaluated.attribute)] : [],
  ),
  qAttrDimInfo: attributes.flatMap((evaluated) =>
    isDimension(evaluated.attribute) ? [dimensionAttributeInfo(evaluated, evaluated.attribute)] : [],
  ),
})
