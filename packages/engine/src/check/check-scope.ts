import { UnderstudyError } from '@understudy/contract'
import { type Dimension, resolveDimension } from '../evaluate/dimension.js'
import { expandWithoutData } from '../evaluate/expansion/expand-expression.js'
import type { ExpressionNames } from '../evaluate/expansion/expression-names.js'
import { namesWithoutData } from '../evaluate/expansion/resolve-names.js'
import { type CheckedMeasure, checkMeasure } from '../expressions/check-measure.js'
import type { VisibleFields } from '../expressions/field-name.js'
import { objectOf } from '../json.js'
import type { DataModel } from '../model/data-model.js'
import { storedBookmarks } from '../objects/bookmarks.js'
import { expressionNames } from '../objects/expression-names.js'
import { libraryOf } from '../objects/library.js'
import { storedStateNames } from '../objects/state-names.js'
import { variableOf } from '../objects/variables.js'
import { type AppFiles, everyObject, idAt, propertiesAt } from './app-files.js'
import type { Finding } from './finding.js'
import { foundAt, jsonAt, memberOf, type Place } from './json-place.js'

/** What names in the objects of an app may mean, and where findings are put. */
export interface CheckScope {
  readonly model: DataModel
  readonly fields: VisibleFields
  /** Master dimensions: the places of their `qDim`, by id. */
  readonly dimensions: ReadonlyMap<string, Place | undefined>
  /** Master measures: the places of their `qMeasure`, by id. */
  readonly measures: ReadonlyMap<string, Place | undefined>
  /** Variables and master measures that expressions may name. */
  readonly names: ExpressionNames
  readonly report: (finding: Finding) => void
}

/** Everything that exists in the app, whoever may see it. */
export const checkScopeOf = (files: AppFiles, model: DataModel, report: CheckScope['report']): CheckScope => ({
  model,
  fields: new Map(model.fields.map((field) => [field.name, field])),
  dimensions: new Map(files.dimensions.map((place) => [idAt(place), memberOf(place, 'qDim')])),
  measures: new Map(files.measures.map((place) => [idAt(place), memberOf(place, 'qMeasure')])),
  names: namesOf(files, model),
  report,
})

const namesOf = (files: AppFiles, model: DataModel): ExpressionNames => {
  const library = libraryOf({ dimensions: [], measures: files.measures.map(objectAt) }, model.formats)
  const variables = new Map(
    files.variables
      .map(objectAt)
      .map((properties) => variableOf(properties, 'app'))
      .map((found) => [found.id, found]),
  )
  const bookmarks = storedBookmarks({ bookmarks: files.bookmarks.map(objectAt) })
  const stateNames = storedStateNames({
    properties: files.properties ? objectAt(files.properties) : {},
    objects: everyObject(files.objects).map((entry) => ({ properties: objectAt(propertiesAt(entry)), children: [] })),
  })
  return expressionNames({ variables, library, bookmarks, stateNames })
}

const objectAt = (place: Place) => objectOf(jsonAt(place))

/**
 * Checks the definition of a dimension, and reports at its place what is wrong with it. One that hangs on what a `$(=...)`
 * evaluates to is checked by those who see it only.
 */
export const checkDimensionAt = (scope: CheckScope, place: Place, definition: string): Dimension | undefined =>
  checkedAt(scope, place, () => {
    const field = scope.fields.get(definition)
    if (field) return { kind: 'field', field }
    const expanded = expandWithoutData(scope.names, definition)
    return expanded === undefined
      ? undefined
      : resolveDimension(scope, expanded, namesWithoutData(scope.names, expanded))
  })

/**
 * An expression as the engine will read it. What is wrong with it is reported at its place. One that hangs on what a
 * `$(=...)` evaluates to is checked by those who see it only.
 */
export const expressionAt = (scope: CheckScope, place: Place, expression: string): CheckedMeasure | undefined =>
  checkedAt(scope, place, () => {
    const expanded = expandWithoutData(scope.names, expression)
    if (expanded === undefined) return undefined
    const names = namesWithoutData(scope.names, expanded)
    return checkMeasure(scope.model, scope.fields, expanded, names, anyChart)
  })

/** Master measures stand in charts whose columns are not known here. */
const anyChart = { columns: [], within: [] }

/** Runs a check of the engine, and reports what it throws. */
export const checkedAt = <T>({ report }: CheckScope, place: Place, check: () => T): T | undefined => {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    report(foundAt(place, /[.?)]$/.test(error.detail) ? error.detail : `${error.detail}.`))
    return undefined
  }
}
