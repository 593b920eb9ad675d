import type { FieldModel } from '../model/data-model.js'
import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { fieldNamed } from './field-name.js'
import type { ElementNode, ElementsNode, ModifierNode, SetIdentifier, SetNode } from './nodes/set-node.js'
import type { Element, ElementSet, SetBase, SetExpression, SetModifier } from './sets/set-expression.js'

/** The sets of one formula: more than people write, and a bound on what one column can ask for. */
const maxModifiers = 50
const maxElements = 1_000

/**
 * Resolves the names of a set.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION for a field, state or bookmark that there is not
 */
export const checkSet = (node: SetNode, scope: CheckScope): SetExpression => {
  if (node.kind === 'operation') {
    return {
      kind: 'operation',
      operator: node.operator,
      left: checkSet(node.left, scope),
      right: checkSet(node.right, scope),
    }
  }
  if (node.modifier.length > maxModifiers) throw expressionProblem(node.at, `A set has at most ${maxModifiers} fields`)
  return {
    kind: 'identified',
    base: bases[node.identifier.kind](node.identifier as never, node.at),
    modifiers: node.modifier.map((modifier) => checkModifier(modifier, scope)),
  }
}

const bases: {
  readonly [K in SetIdentifier['kind']]: (
    identifier: Extract<SetIdentifier, { readonly kind: K }>,
    at: number,
  ) => SetBase
} = {
  all: () => ({ kind: 'all' }),
  selected: () => ({ kind: 'selected' }),
  inherited: () => ({ kind: 'selected' }),
  step: ({ steps }) => ({ kind: 'step', steps }),
  named: ({ name }, at) => {
    throw expressionProblem(
      at,
      `There is no bookmark or alternate state ${name}; bookmarks and states are not supported in sets`,
    )
  },
}

const checkModifier = ({ field: name, operator, elements, at }: ModifierNode, scope: CheckScope): SetModifier => {
  const field = fieldNamed(scope.fields, name, at)
  return { field, operator, elements: elements && checkElements(elements, field, scope) }
}

const arms: {
  readonly [K in ElementsNode['kind']]: (
    node: Extract<ElementsNode, { readonly kind: K }>,
    assigned: FieldModel,
    scope: CheckScope,
  ) => ElementSet
} = {
  list: ({ elements, at }, _, scope) => {
    if (elements.length > maxElements) throw expressionProblem(at, `A list has at most ${maxElements} values`)
    return { kind: 'list', elements: elements.map((element) => checkElement(element, scope)) }
  },
  field: ({ name, at }, _, scope) => ({ kind: 'selected', field: fieldNamed(scope.fields, name, at) }),
  possible: ({ excluded, set, field, at }, assigned, scope) => ({
    kind: 'possible',
    excluded,
    set: set && checkSet(set, scope),
    field: field === null ? assigned : fieldNamed(scope.fields, field, at),
  }),
  operation: ({ operator, left, right }, assigned, scope) => ({
    kind: 'operation',
    operator,
    left: checkElements(left, assigned, scope),
    right: checkElements(right, assigned, scope),
  }),
}

const checkElements = (node: ElementsNode, assigned: FieldModel, scope: CheckScope): ElementSet =>
  (arms[node.kind] as (of: ElementsNode, assigned: FieldModel, scope: CheckScope) => ElementSet)(node, assigned, scope)

/** A search by an expression is a cube of its own over the field: what stands around it does not reach into it. */
const checkElement = (element: ElementNode, scope: CheckScope): Element =>
  element.kind === 'expression'
    ? { kind: 'expression', condition: scope.check(element.node, { ...scope, inside: null }) }
    : element
