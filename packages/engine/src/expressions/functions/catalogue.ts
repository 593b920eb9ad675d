import type { SessionFunction } from '../session/session-function.js'
import type { AggregateFunction } from './aggregate-function.js'
import { cashFlowAggregates } from './aggregation/cash-flows.js'
import { counts } from './aggregation/counts.js'
import { extremes } from './aggregation/extremes.js'
import { oneSampleTests } from './aggregation/one-sample.js'
import { regressions } from './aggregation/regression.js'
import { statistics } from './aggregation/statistics.js'
import { sums } from './aggregation/sums.js'
import { textAggregates } from './aggregation/texts.js'
import { colourFunctions } from './colour/colours.js'
import { colourScales } from './colour/scales.js'
import { alternatives } from './conditional/alternatives.js'
import { classFunction } from './conditional/class.js'
import { ifFunction } from './conditional/if.js'
import { matching } from './conditional/matching.js'
import { laterDates } from './date-and-time/later-dates.js'
import { lunarWeeks } from './date-and-time/lunar-weeks.js'
import { dateMaking } from './date-and-time/making.js'
import { monthSpans } from './date-and-time/month-spans.js'
import { dateParts } from './date-and-time/parts.js'
import { periodNames } from './date-and-time/period-names.js'
import { periods } from './date-and-time/periods.js'
import { datePlacing } from './date-and-time/placing.js'
import { workDays } from './date-and-time/work-days.js'
import { timeZones } from './date-and-time/zones.js'
import { betaDistributions } from './distribution/beta.js'
import { countingDistributions } from './distribution/counting.js'
import { gammaDistributions } from './distribution/gamma.js'
import { normalDistribution } from './distribution/normal.js'
import { studentDistribution } from './distribution/student.js'
import { annuities } from './financial/annuity.js'
import { options } from './financial/options.js'
import { valueFormats } from './formatting/formats.js'
import { interpretations } from './formatting/interpretations.js'
import { geographicFunctions } from './geographic.js'
import { columnFunction } from './inter-record/column.js'
import { otherRows } from './inter-record/other-rows.js'
import { pivotRows } from './inter-record/pivot-rows.js'
import { places } from './inter-record/places.js'
import { ranks } from './inter-record/ranks.js'
import type { InterRecordFunction } from './inter-record-function.js'
import { typeTests } from './null-and-type/tests.js'
import { division } from './numeric/division.js'
import { elementaryFunctions } from './numeric/elementary.js'
import { rounding } from './numeric/rounding.js'
import { arithmeticOperators, negation, plusSign } from './operators/arithmetic.js'
import { bitNot, bitOperators } from './operators/bits.js'
import { comparisonOperators, textOrderOperators } from './operators/comparison.js'
import { logicOperators, notOperator } from './operators/logic.js'
import { textOperators } from './operators/text.js'
import { rangeCashFlows } from './range/range-cash-flows.js'
import { rangeFunctions } from './range/range-functions.js'
import { rangeStatistics } from './range/range-statistics.js'
import { rangeValues } from './range/range-values.js'
import type { ScalarFunction } from './scalar-function.js'
import { selectionCounts } from './selection/counts.js'
import { fieldValues } from './selection/field-values.js'
import { objectColumns } from './selection/object-columns.js'
import { selectedTexts } from './selection/selected-texts.js'
import { textChanges } from './string/changes.js'
import { hashes } from './string/hashes.js'
import { jsonFunctions } from './string/json.js'
import { textMeasures } from './string/measures.js'
import { textParts } from './string/parts.js'
import { regexes } from './string/regexes.js'
import { systemFunctions } from './system/system-functions.js'

/** Every function of values; what is not here does not exist. */
export const scalarFunctions: readonly ScalarFunction[] = [
  ifFunction,
  ...alternatives,
  ...matching,
  classFunction,
  ...textParts,
  ...regexes,
  ...textChanges,
  ...textMeasures,
  ...hashes,
  ...jsonFunctions,
  ...rounding,
  ...division,
  ...elementaryFunctions,
  ...normalDistribution,
  ...gammaDistributions,
  ...betaDistributions,
  ...studentDistribution,
  ...countingDistributions,
  ...annuities,
  ...options,
  ...rangeFunctions,
  ...rangeValues,
  ...rangeStatistics,
  ...rangeCashFlows,
  ...dateParts,
  ...periods,
  ...periodNames,
  ...laterDates,
  ...monthSpans,
  ...lunarWeeks,
  ...dateMaking,
  ...valueFormats,
  ...interpretations,
  ...datePlacing,
  ...workDays,
  ...timeZones,
  ...typeTests,
  ...colourFunctions,
  ...colourScales,
  ...geographicFunctions,
]

/** Every function of the rows of a group. */
export const aggregateFunctions: readonly AggregateFunction[] = [
  ...sums,
  ...counts,
  ...extremes,
  ...textAggregates,
  ...statistics,
  ...regressions,
  ...cashFlowAggregates,
  ...oneSampleTests,
]

/** Every function of other rows of the table. */
export const interRecordFunctions: readonly InterRecordFunction[] = [...otherRows, ...places, ...ranks, ...pivotRows]

/** Functions that are replaced by an expression when they are checked. */
export const replacedFunctions = [columnFunction] as const

/** Every function of the session: what is selected, who asks, where the expression stands. */
export const sessionFunctions: readonly SessionFunction[] = [
  ...selectionCounts,
  ...selectedTexts,
  ...fieldValues,
  ...objectColumns,
  ...systemFunctions,
]

/** Operators between two values. */
export const infixOperators: readonly ScalarFunction[] = [
  ...arithmeticOperators,
  ...textOperators,
  ...comparisonOperators,
  ...textOrderOperators,
  ...logicOperators,
  ...bitOperators,
]

/** Operators in front of a value, by how they are written. */
export const prefixOperators = { '-': negation, '+': plusSign, not: notOperator, bitnot: bitNot } as const
