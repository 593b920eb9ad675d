import type { ElementSet, SetExpression } from '../expressions/sets/set-expression.js'
import { aggregatesOf, aggrsOf, type TypedExpression } from '../expressions/typed-expression.js'
import { assertPrintable } from '../print/scalar.js'

/** Throws where an expression is too large; also within an `Aggr` and the searches of sets, which are cubes of their own. */
export const assertComputable = (expression: TypedExpression): void => {
  assertPrintable(expression)
  const aggrs = aggrsOf(expression)
  for (const aggr of aggrs) assertComputable(aggr.expression)
  for (const { set } of [...aggregatesOf(expression), ...aggrs]) if (set) assertSet(set)
}

const assertSet = (set: SetExpression): void => {
  if (set.kind === 'operation') {
    for (const side of [set.left, set.right]) assertSet(side)
    return
  }
  if (set.base.kind === 'outer') assertSet(set.base.set)
  for (const { elements } of set.modifiers) if (elements) assertElements(elements)
}

const arms: { readonly [K in ElementSet['kind']]: (of: Extract<ElementSet, { readonly kind: K }>) => void } = {
  list: ({ elements }) => {
    for (const element of elements) if (element.kind === 'expression') assertComputable(element.condition)
  },
  selected: () => {},
  possible: ({ set }) => {
    if (set) assertSet(set)
  },
  making: ({ of }) => assertElements(of),
  operation: ({ left, right }) => {
    for (const side of [left, right]) assertElements(side)
  },
}

const assertElements = (elements: ElementSet): void => (arms[elements.kind] as (of: ElementSet) => void)(elements)
