import type { DimensionFacts, MeasureFacts } from '../../evaluate/evaluation.js'
import { formatOfField } from '../../format/field-format.js'
import { type NumberFormat, numberFormatLayout } from '../../format/number-format.js'
import type { JsonObject } from '../../json.js'
import type { FieldSelection } from '../../selections/selection-state.js'
import type { DimensionColumn, MeasureColumn } from '../column-definition.js'
import { type PartWithErrors, toldOfPart } from '../properties/told-properties.js'
import type { Scope } from '../scope.js'
import { numberLayout, stateCountsLayout } from './cell-layout.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'
import { titleText } from './expression.js'

const dimensionType = (facts: DimensionFacts): 'D' | 'N' | 'T' => {
  if (facts.tags.some((tag) => tag === '$date' || tag === '$timestamp')) return 'T'
  return facts.numeric ? 'N' : 'D'
}

const sortIndicator = (direction: number | undefined): 'A' | 'D' | 'N' =>
  direction === undefined || direction === 0 ? 'N' : direction > 0 ? 'A' : 'D'

const noFacts: DimensionFacts = {
  field: null,
  findSymbols: async () => () => [],
  calculated: false,
  cardinality: 0,
  hypercubeCardinality: 0,
  stateCounts: { selected: 0, possible: 0, alternative: 0, excluded: 0, locked: 0 },
  min: null,
  max: null,
  tags: [],
  numeric: false,
  continuous: false,
  maxGlyphCount: 0,
}

const dimensionFormat = ({ numberFormat }: DimensionColumn, { format }: DimensionFacts): NumberFormat =>
  numberFormat.type === 'U' && format ? formatOfField(format, numberFormat.app) : numberFormat

/** What a dimension is called: by the field that is shown, and by each of those that take turns. */
export interface DimensionTitles {
  readonly title: string
  readonly groupTitles: readonly string[]
}

/** Evaluates the titles of a dimension. */
export const dimensionTitles = async (scope: Scope, { title, group }: DimensionColumn): Promise<DimensionTitles> => {
  const shown = await titleText(scope, title)
  if (group.grouping === 'N') return { title: shown, groupTitles: [shown] }
  return { title: shown, groupTitles: await Promise.all(group.titles.map((own) => titleText(scope, own))) }
}

/**
 * `qDimensionInfo` of a column: complete, because charts read it without asking whether it is there.
 *
 * @param selection what is selected in its field
 */
export const dimensionInfo = (
  column: DimensionColumn,
  { title, groupTitles }: DimensionTitles,
  known: DimensionFacts | undefined,
  selection: Pick<FieldSelection, 'locked' | 'onlyOne'> | undefined,
  error: JsonObject | undefined,
  attributes: JsonObject,
): JsonObject => {
  const facts = known ?? noFacts
  const { sort } = column
  const format = dimensionFormat(column, facts)
  return {
    ...column.extras,
    qFallbackTitle: title,
    qApprMaxGlyphCount: facts.maxGlyphCount,
    qCardinal: facts.cardinality,
    qLocked: selection?.locked === true,
    ...(selection?.onlyOne ? { qIsOneAndOnlyOne: true } : {}),
    qSortIndicator: sortIndicator(sort.byNumeric || sort.byAscii || sort.byLoadOrder || sort.byExpression?.direction),
    qGroupFallbackTitles: groupTitles,
    qGroupPos: column.group.grouping === 'N' ? 0 : column.group.active,
    qGroupFieldDefs: column.group.definitions,
    qStateCounts: stateCountsLayout(facts.stateCounts),
    qTags: facts.tags,
    qDimensionType: dimensionType(facts),
    qGrouping: column.group.grouping,
    ...(column.group.grouping === 'C' ? { qIsCyclic: true } : {}),
    qNumFormat: numberFormatLayout(format),
    qIsAutoFormat: format.type === 'U',
    ...(facts.continuous ? { qContinuousAxes: true } : {}),
    qMin: numberLayout(facts.min),
    qMax: numberLayout(facts.max),
    ...attributes,
    qCardinalities: {
      qCardinal: facts.cardinality,
      qHypercubeCardinal: facts.hypercubeCardinality,
      qAllValuesCardinal: -1,
    },
    qEffectiveDimensionName: column.definition,
    ...(column.libraryId === '' ? {} : { qLibraryId: column.libraryId }),
    ...(facts.calculated && column.libraryId === '' ? { qIsCalculated: true } : {}),
    ...(error ? { qError: error } : {}),
  }
}

/** Parts of a column that are not supported, with the error that says so. */
const refusedParts = ({ told }: MeasureColumn, part: PartWithErrors): readonly JsonObject[] =>
  [...toldOfPart(told, part).values()].map((message) => ({
    qError: errorLayout(columnErrorCodes.unsupported, message),
  }))

/** The format that counts: the column's own, else the pattern that `Num()` fixes in its expression, else that of its field. */
export const measureFormat = (column: MeasureColumn, facts: MeasureFacts | undefined): NumberFormat =>
  column.numberFormat.type === 'U' ? factsFormat(facts, column.numberFormat) : column.numberFormat

/** The format that the expression of a measure decides. */
export const factsFormat = (facts: MeasureFacts | undefined, automatic: NumberFormat): NumberFormat => {
  if (facts?.numPattern !== undefined) return { ...automatic, type: 'F', pattern: facts.numPattern }
  return facts?.fieldFormat ? formatOfField(facts.fieldFormat, automatic.app) : automatic
}

/** `qMeasureInfo` of a column. */
export const measureInfo = (
  column: MeasureColumn,
  title: string,
  facts: MeasureFacts | undefined,
  error: JsonObject | undefined,
  attributes: JsonObject,
  trendLines: readonly JsonObject[] = [],
): JsonObject => {
  const format = measureFormat(column, facts)
  return {
    ...column.extras,
    qFallbackTitle: title,
    qApprMaxGlyphCount: 0,
    qCardinal: 0,
    qSortIndicator: sortIndicator(column.sortByNumeric),
    qNumFormat: numberFormatLayout(format),
    qIsAutoFormat: format.type === 'U',
    qMin: numberLayout(facts?.min ?? null),
    qMax: numberLayout(facts?.max ?? null),
    ...attributes,
    qTrendLines: trendLines,
    ...refusedParts(column, 'qMiniChartDef').reduce((_, qMiniChart) => ({ qMiniChart }), {}),
    ...(column.libraryId === '' ? {} : { qLibraryId: column.libraryId }),
    ...(error ? { qError: error } : {}),
  }
}
