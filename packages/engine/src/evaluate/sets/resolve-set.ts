import type { SetBase, SetExpression } from '../../expressions/sets/set-expression.js'
import { type Constraint, constrainedScope, type DataScope } from '../../plan/data-scope.js'
import { noSelections, type SelectionState } from '../../selections/selection-state.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedElements } from '../selected-elements.js'
import { combined, elementsOf } from './element-sets.js'

/**
 * The records of a set: a selection made by the same rules as a person's, under the same reduction, which it cannot widen.
 */
export const resolveSet = async (context: EvaluationContext, set: SetExpression): Promise<DataScope> => {
  const { view } = context
  if (set.kind === 'operation') {
    const [left, right] = await Promise.all([resolveSet(context, set.left), resolveSet(context, set.right)])
    return operations[set.operator](left, right)
  }
  const selections = baseSelections(context, set.base)
  const constraint = new Map(selectedElements(selections, view.fields))
  for (const { field, operator, elements } of set.modifiers) {
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
  return constrainedScope(view.predicate, constraint)
}

const everyElement = async (context: EvaluationContext, field: Parameters<typeof elementsOf>[1]) => {
  const every = await elementsOf(context, field, { kind: 'list', elements: [{ kind: 'search', text: '*' }] })
  return every === 'all' ? new Set<number>() : every
}

const operations: Readonly<Record<'+' | '-' | '*' | '/', (left: DataScope, right: DataScope) => DataScope>> = {
  '+': (left, right) => ({ kind: 'union', left, right }),
  '-': (left, right) => ({ kind: 'difference', left, right }),
  '*': (left, right) => ({ kind: 'intersection', left, right }),
  '/': (left, right) => ({
    kind: 'union',
    left: { kind: 'difference', left, right },
    right: { kind: 'difference', left: right, right: left },
  }),
}

/** The selections that a set starts from. Steps beyond those that are remembered end at the last one. */
const baseSelections = (context: EvaluationContext, base: SetBase): SelectionState => {
  if (base.kind === 'all') return noSelections
  if (base.kind === 'selected' || base.steps === 0) return context.selections
  const { past = [], future = [] } = context.history ?? {}
  const steps = base.steps > 0 ? [...past].reverse() : future
  return steps[Math.abs(base.steps) - 1] ?? steps.at(-1) ?? (base.steps > 0 ? noSelections : context.selections)
}

/** A scope as text: equal texts are equal parts of the data. */
export const scopeText = (scope: DataScope): string =>
  scope.kind === 'alternatives'
    ? JSON.stringify(scope.alternatives.map((constraint: Constraint) => [...constraint].sort(([a], [b]) => a - b)))
    : `${scope.kind}(${scopeText(scope.left)},${scopeText(scope.right)})`
