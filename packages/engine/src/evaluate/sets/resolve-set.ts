import type { SetOperator } from '../../expressions/nodes/set-node.js'
import type { SetBase, SetExpression, SetModifier } from '../../expressions/sets/set-expression.js'
import { type Constraint, constrainedScope, type DataScope } from '../../plan/data-scope.js'
import { noSelections, type SelectionState } from '../../selections/selection-state.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedElements } from '../selected-elements.js'
import { combined, elementsOf } from './element-sets.js'
import { selectionsOf } from './selections-of.js'

/**
 * The records of a set: a selection made by the same rules as a person's, under the same reduction, which it cannot widen.
 */
export const resolveSet = async (context: EvaluationContext, set: SetExpression): Promise<DataScope> =>
  scopeOf(context, await resolveParts(context, set))

/** What a set is made of: selections, and operations between them. */
type Parts =
  | { readonly kind: 'selection'; readonly constraint: Constraint }
  | { readonly kind: 'operation'; readonly operator: SetOperator; readonly left: Parts; readonly right: Parts }

const resolveParts = async (context: EvaluationContext, set: SetExpression): Promise<Parts> => {
  if (set.kind === 'operation') {
    const [left, right] = await Promise.all([resolveParts(context, set.left), resolveParts(context, set.right)])
    return { kind: 'operation', operator: set.operator, left, right }
  }
  return onEach(await baseParts(context, set.base), (constraint) => modified(context, constraint, set.modifiers))
}

/** A modifier on what is no single selection applies to each selection in it. */
const onEach = async (parts: Parts, change: (constraint: Constraint) => Promise<Constraint>): Promise<Parts> => {
  if (parts.kind === 'selection') return { kind: 'selection', constraint: await change(parts.constraint) }
  const [left, right] = await Promise.all([onEach(parts.left, change), onEach(parts.right, change)])
  return { ...parts, left, right }
}

const scopeOf = (context: EvaluationContext, parts: Parts): DataScope =>
  parts.kind === 'selection'
    ? constrainedScope(context.view.predicate, parts.constraint)
    : operations[parts.operator](scopeOf(context, parts.left), scopeOf(context, parts.right))

const operations: Readonly<Record<SetOperator, (left: DataScope, right: DataScope) => DataScope>> = {
  '+': (left, right) => ({ kind: 'union', left, right }),
  '-': (left, right) => ({ kind: 'difference', left, right }),
  '*': (left, right) => ({ kind: 'intersection', left, right }),
  '/': (left, right) => ({
    kind: 'union',
    left: { kind: 'difference', left, right },
    right: { kind: 'difference', left: right, right: left },
  }),
}

/** What a set starts from. */
const baseParts = (context: EvaluationContext, base: SetBase): Promise<Parts> => {
  const selection = async (selections: SelectionState): Promise<Parts> => ({
    kind: 'selection',
    constraint: selectedElements(selections, context.view.fields),
  })
  const arms: { readonly [K in SetBase['kind']]: (of: Extract<SetBase, { readonly kind: K }>) => Promise<Parts> } = {
    all: () => selection(noSelections),
    selected: ({ state }) => selection(selectionsOf(context, state)),
    step: ({ steps }) => selection(stepsAgo(context, steps)),
    outer: async ({ set, clearsEmpty }) => {
      const parts = await resolveParts(context, set)
      return clearsEmpty ? onEach(parts, async (constraint) => withoutEmpty(constraint)) : parts
    },
  }
  return (arms[base.kind] as (of: SetBase) => Promise<Parts>)(base)
}

const withoutEmpty = (constraint: Constraint): Constraint =>
  new Map([...constraint].filter(([, elements]) => elements.length > 0))

/** Steps beyond those that are remembered end at the last one. */
const stepsAgo = (context: EvaluationContext, count: number): SelectionState => {
  const present = selectionsOf(context, '$')
  if (count === 0) return present
  const { past = [], future = [] } = context.history ?? {}
  const steps = count > 0 ? [...past].reverse() : future
  return steps[Math.abs(count) - 1] ?? steps.at(-1) ?? (count > 0 ? noSelections : present)
}

const modified = async (
  context: EvaluationContext,
  from: Constraint,
  modifiers: readonly SetModifier[],
): Promise<Constraint> => {
  const constraint = new Map(from)
  for (const { field, operator, elements } of modifiers) {
    if (elements === null) {
      if (operator === null) constraint.delete(field.id)
      continue
    }
    const values = await elementsOf(context, field, elements)
    if (values === 'all') {
      constraint.delete(field.id)
      continue
    }
    const before =
      operator === null ? undefined : new Set(constraint.get(field.id) ?? (await everyElement(context, field)))
    const after = before && operator ? combined(operator, before, values) : values
    constraint.set(
      field.id,
      [...after].sort((a, b) => a - b),
    )
  }
  return constraint
}

const everyElement = async (context: EvaluationContext, field: SetModifier['field']) => {
  const every = await elementsOf(context, field, { kind: 'list', elements: [{ kind: 'search', text: '*' }] })
  return every === 'all' ? new Set<number>() : every
}

/** A scope as text: equal texts are equal parts of the data. */
export const scopeText = (scope: DataScope): string =>
  scope.kind === 'alternatives'
    ? JSON.stringify(scope.alternatives.map((constraint: Constraint) => [...constraint].sort(([a], [b]) => a - b)))
    : `${scope.kind}(${scopeText(scope.left)},${scopeText(scope.right)})`
