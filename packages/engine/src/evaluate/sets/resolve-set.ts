import type { SetOperator } from '../../expressions/nodes/set-node.js'
import type { ElementSet, SetBase, SetExpression, SetModifier } from '../../expressions/sets/set-expression.js'
import type { FieldModel } from '../../model/data-model.js'
import { noSymbols, type SymbolSet } from '../../model/symbol-set.js'
import { type Constraint, constrainedScope, type DataScope } from '../../plan/data-scope.js'
import { type AllowedElements, allowedSymbols, conditionOf, symbolsAllowed } from '../../plan/symbol-condition.js'
import { fieldValuesStatement } from '../../print/field-statements.js'
import { noSelections, type SelectionState } from '../../selections/selection-state.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedElements } from '../selected-elements.js'
import { isAskedOnce } from './asked-once.js'
import { combined, elementsOf } from './element-sets.js'
import { conditionOfElements, isLarge } from './large-sets.js'
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
      return clearsEmpty ? onEach(parts, (constraint) => withoutEmpty(context, constraint)) : parts
    },
  }
  return (arms[base.kind] as (of: SetBase) => Promise<Parts>)(base)
}

const withoutEmpty = async (context: EvaluationContext, constraint: Constraint): Promise<Constraint> => {
  const kept = await Promise.all(
    [...constraint].map(async (entry) => ((await isEmpty(context, ...entry)) ? [] : [entry])),
  )
  return new Map(kept.flat())
}

/** Whether a person sees none of the values that are allowed. */
const isEmpty = async ({ view, signal }: EvaluationContext, id: number, allowed: AllowedElements): Promise<boolean> => {
  const field = view.model.fields[id]
  const known = symbolsAllowed(allowed)
  if (known || !field) return known?.size === 0
  const scope = constrainedScope(view.predicate, new Map([[id, allowed]]))
  const [found = []] = await view.snapshot.runner.run(fieldValuesStatement(view.model, field, scope, 1), signal)
  return found.length === 0
}

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
    const before = constraint.get(field.id)
    const inDatabase =
      isLarge(context, field) ||
      (before !== undefined && operator !== null && !symbolsAllowed(before)) ||
      (operator === null && (await isAskedOnce(context, field, elements)))
    const after = await (inDatabase ? foundByDatabase : inField)(context, field, before, operator, elements)
    if (after === 'all') constraint.delete(field.id)
    else constraint.set(field.id, after)
  }
  return constraint
}

type Selecting = (
  context: EvaluationContext,
  field: FieldModel,
  before: AllowedElements | undefined,
  operator: SetOperator | null,
  elements: ElementSet,
) => Promise<AllowedElements | 'all'>

const inField: Selecting = async (context, field, before, operator, elements) => {
  const values = await elementsOf(context, field, elements)
  if (values === 'all') return 'all'
  if (operator === null) return allowedSymbols(values)
  const selected = (before && symbolsAllowed(before)) ?? (await everyElement(context, field))
  return allowedSymbols(combined[operator](selected, values))
}

/** The same, but that the database finds the values as it reads the rows. */
const foundByDatabase: Selecting = async (context, field, before, operator, elements) => {
  const right = await conditionOfElements(context, field, elements)
  if (right === 'all' || operator === null) return right
  return { kind: 'operation', operator, left: before ? conditionOf(before) : { kind: 'everything' }, right }
}

const everyElement = async (context: EvaluationContext, field: FieldModel): Promise<SymbolSet> => {
  const every = await elementsOf(context, field, { kind: 'list', elements: [{ kind: 'search', text: '*' }] })
  return every === 'all' ? noSymbols : every
}
