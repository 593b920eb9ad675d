import type { FieldModel } from '../model/data-model.js'
import { defaultState } from '../selections/selection-state.js'
import type { StoredSelections } from '../selections/stored-selections.js'
import { calculatedModifier } from './check-calculated-modifier.js'
import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { fieldNamed } from './field-name.js'
import { groupKeyNamed } from './group-key-named.js'
import { describeListed } from './listed-values.js'
import type { OuterSet } from './nodes/scoped-node.js'
import type { ElementNode, ElementsNode, ModifierNode, SetIdentifier, SetNode } from './nodes/set-node.js'
import type { Element, ElementSet, SetBase, SetExpression, SetModifier } from './sets/set-expression.js'
import { listedOf } from './typed-expression.js'

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
  const base = (identifiers[node.identifier.kind] as IdentifierCheck)(node.identifier, scope)
  const modifiers = node.modifier.map((modifier) => checkModifier(modifier, scope))
  return isModifiers(base)
    ? { kind: 'identified', base: { kind: 'all' }, modifiers: [...base, ...modifiers] }
    : { kind: 'identified', base, modifiers }
}

type IdentifierCheck = (identifier: SetIdentifier, scope: CheckScope) => SetBase | readonly SetModifier[]

const isModifiers = (base: SetBase | readonly SetModifier[]): base is readonly SetModifier[] => Array.isArray(base)

/** Sets in front of an expression, the first the outermost: each is applied on top of the former. */
export const withOuterSets = (sets: readonly OuterSet[], scope: CheckScope): CheckScope => {
  let { outer } = scope
  for (const { set, keepsEmpty } of sets) outer = { set: checkSet(set, { ...scope, outer }), clearsEmpty: !keepsEmpty }
  return { ...scope, outer }
}

const identifiers: {
  readonly [K in SetIdentifier['kind']]: (
    identifier: Extract<SetIdentifier, { readonly kind: K }>,
    scope: CheckScope,
  ) => SetBase | readonly SetModifier[]
} = {
  all: () => ({ kind: 'all' }),
  selected: () => ({ kind: 'selected', state: defaultState }),
  inherited: (_, { outer }) => (outer ? { kind: 'outer', ...outer } : { kind: 'selected', state: null }),
  step: ({ steps }) => ({ kind: 'step', steps }),
  named: ({ name, state, at }, scope) => {
    const { sets } = scope.names
    if (state !== null && !sets.isState(state)) throw expressionProblem(at, `There is no alternate state ${state}`)
    if (state === null && sets.isState(name)) return { kind: 'selected', state: name }
    const stored = sets.bookmark(name)
    if (!stored)
      throw expressionProblem(at, `There is no ${state === null ? 'alternate state or ' : ''}bookmark ${name}`)
    return bookmarked(stored, state ?? sets.state, scope)
  },
}
/** A bookmark selects values by their text, of the fields that exist for the person, whatever is selected now. */
const bookmarked = (stored: StoredSelections, state: string, { fields }: CheckScope): readonly SetModifier[] =>
  [...(stored.get(state) ?? [])].flatMap(([name, texts]) => {
    const field = fields.get(name)
    const elements: ElementSet = {
      kind: 'list',
      elements: texts.map((text) => ({ kind: 'literal', text, exact: true })),
    }
    return field ? [{ field, operator: null, elements }] : []
  })

const checkModifier = (node: ModifierNode, scope: CheckScope): SetModifier => {
  const { operator } = node
  const check = (elements: ElementsNode, assigned: FieldModel) => checkElements(elements, assigned, scope)
  const calculated = calculatedModifier(node, scope, check)
  if (calculated) return { operator, ...calculated }
  const field = fieldNamed(scope.fields, node.field, node.at)
  return { field, operator, elements: node.elements && check(node.elements, field) }
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
  field: ({ state, name, at }, _, scope) => {
    if (state !== null && !scope.names.sets.isState(state))
      throw expressionProblem(at, `There is no alternate state ${state}`)
    return { kind: 'selected', state, field: fieldNamed(scope.fields, name, at) }
  },
  possible: ({ excluded, set, field, at }, assigned, scope) => ({
    kind: 'possible',
    excluded,
    set: set && checkSet(set, { ...scope, outer: null }),
    of: field === null ? { kind: 'field', field: assigned } : groupKeyNamed({ name: field, at }, scope),
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
const checkElement = (element: ElementNode, scope: CheckScope): Element => {
  if (element.kind !== 'expression') return element
  const condition = scope.check(element.node, { ...scope, inside: null, outer: null })
  const [listed] = listedOf(condition)
  if (listed)
    throw expressionProblem(
      element.node.at,
      `${describeListed(listed)} has no value in a search, as its rows are those of a field`,
    )
  return { kind: 'expression', condition }
}
