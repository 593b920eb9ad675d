import type { DataModel } from '../model/data-model.js'
import type { Constraint, DataScope } from './data-scope.js'
import { symbolsAllowed } from './symbol-condition.js'

/** A part of the data as text, e.g. `Year 2 of 7, Region 1 of 4`. */
export const describeScope = (model: DataModel, scope: DataScope): string => {
  if (scope.kind !== 'alternatives')
    return `${scope.kind} of (${describeScope(model, scope.left)}) and (${describeScope(model, scope.right)})`
  if (scope.alternatives.length === 0) return 'nothing'
  return scope.alternatives.map((constraint) => describeConstraint(model, constraint)).join(' or ')
}

const describeConstraint = (model: DataModel, constraint: Constraint): string => {
  if (constraint.size === 0) return 'everything'
  return [...constraint]
    .map(([field, allowed]) => {
      const { name, symbolCount } = model.fields[field] ?? {}
      return `${name} ${symbolsAllowed(allowed)?.size ?? 'some'} of ${symbolCount}`
    })
    .join(', ')
}
