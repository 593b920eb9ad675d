import { didYouMean } from '@understudy/contract'
import { assertComputable } from '../evaluate/assert-computable.js'
import { namesInChart } from '../evaluate/column-labels.js'
import { writtenLimit } from '../evaluate/resolve-limits.js'
import type { CheckedMeasure } from '../expressions/check-measure.js'
import { objectOf } from '../json.js'
import { expressionText } from '../objects/attribute-columns.js'
import { parseLimit } from '../objects/dimension-limit.js'
import { hypercubeMode } from '../objects/hypercube-mode.js'
import { foundProperties } from '../objects/properties/told-properties.js'
import { type CheckScope, checkDimensionAt, checkedAt, expressionAt } from './check-scope.js'
import { foundAt, itemsOf, jsonAt, memberOf, type Place, placeAt, textAt } from './json-place.js'

/** Checks a `qHyperCubeDef`: its columns each. */
export const checkCube = (app: CheckScope, cube: Place): void => {
  const scope = { ...app, names: namesIn(app, cube) }
  const asked = foundProperties(objectOf(jsonAt(cube)), 'HyperCubeDef')
  for (const { path, message } of asked) scope.report(foundAt(placeAt(cube, path), message))
  for (const place of itemsOf(memberOf(cube, 'qDimensions'))) checkDimension(scope, place)
  const measures = itemsOf(memberOf(cube, 'qMeasures')).map((place) => ({ place, checked: checkColumn(scope, place) }))
  const mode = memberOf(cube, 'qMode')
  if (mode !== undefined && hypercubeMode(jsonAt(mode)) === undefined) {
    scope.report(foundAt(mode, `There are no hypercubes of mode ${JSON.stringify(jsonAt(mode))} here.`))
  }
  checkExpressionMember(scope, memberOf(memberOf(cube, 'qCalcCondition'), 'qCond') ?? memberOf(cube, 'qCalcCond'))
  for (const { place, checked } of measures) {
    if (checked) checkedAt(scope, place, () => assertComputable(checked.expression))
  }
}

/** Expressions of a chart may name its measures by their labels. */
const namesIn = ({ names, fields }: CheckScope, cube: Place): CheckScope['names'] =>
  namesInChart({ view: { fields }, names }, itemsOf(memberOf(cube, 'qMeasures')).map(labelledMeasure))

const labelledMeasure = (column: Place) => {
  const definition = memberOf(column, 'qDef')
  return {
    expression: textAt(memberOf(definition, 'qDef')),
    label: textAt(memberOf(definition, 'qLabel')),
  }
}

/** Checks an element of `qDimensions`, or a `qListObjectDef`, which has the same members. */
export const checkDimension = (scope: CheckScope, column: Place): void => {
  checkAttributes(scope, column)
  for (const criteria of itemsOf(memberOf(memberOf(column, 'qDef'), 'qSortCriterias'))) checkSort(scope, criteria)
  checkTitle(scope, memberOf(memberOf(column, 'qDef'), 'qLabelExpression'))
  checkTitle(scope, memberOf(column, 'qOtherLabel'))
  checkLimit(scope, memberOf(column, 'qOtherTotalSpec'))
  const library = memberOf(column, 'qLibraryId')
  const libraryId = textAt(library)
  if (library === undefined || libraryId === '') {
    checkFieldDefinitions(scope, memberOf(column, 'qDef') ?? column)
    return
  }
  // The item itself is checked, and told, in its own place.
  if (scope.dimensions.has(libraryId)) return
  scope.report(
    foundAt(library, `There is no master dimension "${libraryId}".${didYouMean(libraryId, scope.dimensions.keys())}`),
  )
}

/** Checks `qFieldDefs`: any of a group may become the active one. */
export const checkFieldDefinitions = (scope: CheckScope, definition: Place): void => {
  const definitions = itemsOf(memberOf(definition, 'qFieldDefs'))
  for (const place of definitions) checkDimensionAt(scope, place, textAt(place))
  if (definitions.length === 0) scope.report(foundAt(definition, 'The dimension names no field.'))
}

const checkColumn = (scope: CheckScope, column: Place): CheckedMeasure | undefined => {
  checkAttributes(scope, column)
  checkTitle(scope, memberOf(memberOf(column, 'qDef'), 'qLabelExpression'))
  const library = memberOf(column, 'qLibraryId')
  const libraryId = textAt(library)
  if (library === undefined || libraryId === '')
    return checkMeasureDefinition(scope, memberOf(column, 'qDef') ?? column)
  if (!scope.measures.has(libraryId)) {
    scope.report(
      foundAt(library, `There is no master measure "${libraryId}".${didYouMean(libraryId, scope.measures.keys())}`),
    )
    return undefined
  }
  const item = scope.measures.get(libraryId)
  return item && checkMeasureDefinition({ ...scope, report: () => undefined }, item)
}

/** Checks the expression of a measure, in a column or as a master item. */
export const checkMeasureDefinition = (scope: CheckScope, definition: Place): CheckedMeasure | undefined => {
  const alternatives = itemsOf(memberOf(definition, 'qExpressions')).filter((place) => textAt(place) !== '')
  const own = memberOf(definition, 'qDef')
  const places = textAt(own) === '' || own === undefined ? alternatives : [own, ...alternatives]
  const checked = places.map((place) => expressionAt(scope, place, textAt(place)))
  if (places.length === 0) scope.report(foundAt(definition, 'The measure has no expression.'))
  return checked[0]
}

const checkAttributes = (scope: CheckScope, column: Place): void => {
  for (const attribute of itemsOf(memberOf(column, 'qAttributeExpressions'))) {
    checkExpressionMember(scope, memberOf(attribute, 'qExpression'))
  }
  for (const attribute of itemsOf(memberOf(column, 'qAttributeDimensions'))) {
    const definition = memberOf(attribute, 'qDef')
    if (definition !== undefined && textAt(definition) !== '') checkDimensionAt(scope, definition, textAt(definition))
  }
}

/** Checks what a limit of a dimension computes: a number in percent is no expression. */
const checkLimit = (scope: CheckScope, spec: Place | undefined): void => {
  if (spec === undefined || !parseLimit(jsonAt(spec), 'all')) return
  checkExpressionMember(scope, memberOf(spec, 'qReferencedExpression'))
  for (const place of [memberOf(spec, 'qOtherCounted'), memberOf(spec, 'qOtherLimit')])
    if (place !== undefined && writtenLimit(expressionText(jsonAt(place))) === undefined)
      checkExpressionMember(scope, place)
}

const checkSort = (scope: CheckScope, criteria: Place): void => {
  const direction = memberOf(criteria, 'qSortByExpression')
  if (direction !== undefined && jsonAt(direction) !== 0)
    checkExpressionMember(scope, memberOf(criteria, 'qExpression'))
}

/** Checks an expression in any of its spellings; an empty one is none. */
export const checkExpressionMember = (scope: CheckScope, place: Place | undefined): void => {
  if (place === undefined) return
  const expression = expressionText(jsonAt(place))
  if (expression !== '') expressionAt(scope, place, expression)
}

/** Checks a title, which is an expression when it begins with `=`. */
export const checkTitle = (scope: CheckScope, place: Place | undefined): void => {
  if (place !== undefined && expressionText(jsonAt(place)).startsWith('=')) checkExpressionMember(scope, place)
}
