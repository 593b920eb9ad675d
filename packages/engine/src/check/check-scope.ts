import { UnderstudyError } from '@understudy/contract'
import { type CheckedMeasure, checkMeasure } from '../expressions/check-measure.js'
import { fieldOfDefinition, type VisibleFields } from '../expressions/field-name.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { type AppFiles, idAt } from './app-files.js'
import type { Finding } from './finding.js'
import { foundAt, memberOf, type Place } from './json-place.js'

/** What names in the objects of an app may mean, and where findings are put. */
export interface CheckScope {
  readonly model: DataModel
  readonly fields: VisibleFields
  /** Master dimensions: the places of their `qDim`, by id. */
  readonly dimensions: ReadonlyMap<string, Place | undefined>
  /** Master measures: the places of their `qMeasure`, by id. */
  readonly measures: ReadonlyMap<string, Place | undefined>
  readonly report: (finding: Finding) => void
}

/** Everything that exists in the app, whoever may see it. */
export const checkScopeOf = (files: AppFiles, model: DataModel, report: CheckScope['report']): CheckScope => ({
  model,
  fields: new Map(model.fields.map((field) => [field.name, field])),
  dimensions: new Map(files.dimensions.map((place) => [idAt(place), memberOf(place, 'qDim')])),
  measures: new Map(files.measures.map((place) => [idAt(place), memberOf(place, 'qMeasure')])),
  report,
})

/** The field of a definition. What is wrong with it is reported at its place. */
export const fieldAt = (scope: CheckScope, place: Place, definition: string): FieldModel | undefined =>
  checkedAt(scope, place, () => fieldOfDefinition(scope.fields, definition))

/** An expression as the engine will read it. What is wrong with it is reported at its place. */
export const expressionAt = (scope: CheckScope, place: Place, expression: string): CheckedMeasure | undefined =>
  checkedAt(scope, place, () => checkMeasure(scope.model, scope.fields, expression))

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
