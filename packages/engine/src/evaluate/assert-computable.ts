import { expressionProblem } from '../expressions/expression-problem.js'
import type { ElementSet, SetExpression } from '../expressions/sets/set-expression.js'
import { type Aggr, aggregatesOf, aggrsOf, type TypedExpression } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { nearestTable, routeFrom } from '../model/join-route.js'
import { assertPrintable } from '../print/scalar.js'

/**
 * Throws where an expression is too large, or an aggregation runs over tables that are not associated with the
 * dimensions; also within an `Aggr` and the searches of sets, which are cubes of their own.
 */
export const assertComputable = (
  model: DataModel,
  dimensions: readonly FieldModel[],
  expression: TypedExpression,
): void => {
  assertPrintable(expression)
  const aggregates = aggregatesOf(expression)
  const aggrs = aggrsOf(expression)
  for (const aggr of aggrs) assertAggr(model, aggr)
  for (const { set } of [...aggregates, ...aggrs]) if (set) assertSet(model, set)
  const [dimension] = dimensions
  if (!dimension) return
  for (const { fields } of aggregates) {
    assertSameTree(model, dimension, fields, fields.map((field) => `[${field.name}]`).join(', '))
  }
}

/** Throws where a field is in tables that are not associated with those of a dimension. */
export const assertSameTree = (
  model: DataModel,
  dimension: FieldModel,
  fields: readonly FieldModel[],
  described: string,
): void => {
  const route = routeFrom(model, dimension.tables[0] ?? 0)
  if (fields.every((field) => nearestTable(model, route, field.id))) return
  throw expressionProblem(0, `${described} and [${dimension.name}] are in tables that are not associated`)
}

const assertAggr = (model: DataModel, { dimensions, expression }: Aggr): void => {
  const [first, ...others] = dimensions
  for (const other of others) if (first) assertSameTree(model, first, [other], `[${other.name}]`)
  assertComputable(model, dimensions, expression)
}

const assertSet = (model: DataModel, set: SetExpression): void => {
  if (set.kind === 'operation') {
    for (const side of [set.left, set.right]) assertSet(model, side)
    return
  }
  for (const { field, elements } of set.modifiers) if (elements) assertElements(model, field, elements)
}

const assertElements = (model: DataModel, field: FieldModel, elements: ElementSet): void => {
  const arms: { readonly [K in ElementSet['kind']]: (of: Extract<ElementSet, { readonly kind: K }>) => void } = {
    list: ({ elements: listed }) => {
      for (const element of listed)
        if (element.kind === 'expression') assertComputable(model, [field], element.condition)
    },
    selected: () => {},
    possible: ({ set }) => {
      if (set) assertSet(model, set)
    },
    operation: ({ left, right }) => {
      for (const side of [left, right]) assertElements(model, field, side)
    },
  }
  ;(arms[elements.kind] as (of: ElementSet) => void)(elements)
}
